namespace MediaPlatform.Encoder.Presets;

/// <summary>Still pictures to make.</summary>
internal sealed record ImageRecipe
{
    public required string Pattern { get; init; }

    public string Label { get; init; } = "";

    /// <summary>"jpg" or "png".</summary>
    public required string Extension { get; init; }

    public required PictureSize Size { get; init; }

    /// <summary>Part of the picture that the input fills; bars surround it when smaller than the picture.</summary>
    public PictureSize? Content { get; init; }

    /// <summary>0 to 100; JPEG only.</summary>
    public int Quality { get; init; } = 70;

    /// <summary>Seconds on the timeline of the output, ascending.</summary>
    public required IReadOnlyList<double> Times { get; init; }

    /// <summary>One good early frame is looked for instead of the given times.</summary>
    public bool Best { get; init; }

    /// <summary>Columns of a sprite; 0 for single pictures.</summary>
    public int SpriteColumns { get; init; }

    /// <summary>Seconds from one picture to the next.</summary>
    public double Step { get; init; }
}
