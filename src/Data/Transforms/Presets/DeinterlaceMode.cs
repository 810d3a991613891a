namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Whether interlaced frames are deinterlaced.</summary>
public enum DeinterlaceMode
{
    /// <summary>Frames stay as they are.</summary>
    Off,

    /// <summary>Frames flagged interlaced become progressive.</summary>
    AutoPixelAdaptive,
}
