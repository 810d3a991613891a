namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>How a picture is turned before it is encoded.</summary>
public enum Rotation
{
    /// <summary>As the metadata of the input say.</summary>
    Auto,

    /// <summary>Pixels are not turned; metadata are kept where possible.</summary>
    None,

    /// <summary>Pixels are not turned; metadata are dropped.</summary>
    Rotate0,

    /// <summary>90 degrees clockwise.</summary>
    Rotate90,

    /// <summary>180 degrees.</summary>
    Rotate180,

    /// <summary>270 degrees clockwise.</summary>
    Rotate270,
}
