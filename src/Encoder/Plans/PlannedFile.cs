using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>One file that a plan makes.</summary>
internal sealed record PlannedFile
{
    /// <summary>Name in the folder of the job output while work goes on; made by us.</summary>
    public required string WorkName { get; init; }

    /// <summary>Name in the asset, macros included that need the finished file.</summary>
    public required string Pattern { get; init; }

    public required PlannedFileKind Kind { get; init; }

    /// <summary>Macro values that are known before the work, keys in lower case.</summary>
    public IReadOnlyDictionary<string, string> Macros { get; init; } = new Dictionary<string, string>();

    /// <summary>Video in it; null when there is none, or when it is a copy.</summary>
    public VideoRendition? Video { get; init; }

    public IReadOnlyList<AudioRendition> Audios { get; init; } = [];

    /// <summary>The pictures that a sprite is made of; a cue file is written beside it.</summary>
    public ImageRecipe? Sprite { get; init; }

    /// <summary>Names of the input files it was made from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}
