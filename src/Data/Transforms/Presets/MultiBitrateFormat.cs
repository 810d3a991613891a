namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>Files that hold audio and video.</summary>
public record MultiBitrateFormat : Format
{
    /// <summary>Files by the labels of their streams; one per video layer when empty.</summary>
    public IReadOnlyList<OutputFile> OutputFiles { get; init; } = [];
}
