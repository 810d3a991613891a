namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>What happens to the decoded input before it is scaled and encoded.</summary>
public sealed record Filters
{
    /// <summary>Deinterlacing.</summary>
    public Deinterlace? Deinterlace { get; init; }

    /// <summary>Turning.</summary>
    public Rotation? Rotation { get; init; }

    /// <summary>Part of the picture to keep; comes first, so that layer sizes refer to the cropped picture.</summary>
    public Rectangle? Crop { get; init; }

    /// <summary>Fade from a colour at the start.</summary>
    public Fade? FadeIn { get; init; }

    /// <summary>Fade to a colour at the end.</summary>
    public Fade? FadeOut { get; init; }

    /// <summary>Pictures, videos or sounds laid over the input.</summary>
    public IReadOnlyList<Overlay> Overlays { get; init; } = [];
}
