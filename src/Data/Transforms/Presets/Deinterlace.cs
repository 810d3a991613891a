namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Deinterlacing of the input.</summary>
public sealed record Deinterlace
{
    /// <summary>Which field comes first.</summary>
    public DeinterlaceParity? Parity { get; init; }

    /// <summary>Whether frames are deinterlaced.</summary>
    public DeinterlaceMode? Mode { get; init; }
}
