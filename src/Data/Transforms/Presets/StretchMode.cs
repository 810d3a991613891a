namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>How an input is fitted to the width and height of a layer.</summary>
public enum StretchMode
{
    /// <summary>Exactly the size asked for; the aspect ratio is ignored.</summary>
    None,

    /// <summary>One side shrinks to keep the display aspect ratio; no padding.</summary>
    AutoSize,

    /// <summary>Letterbox or pillarbox to exactly the size asked for.</summary>
    AutoFit,
}
