namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One output file.</summary>
public sealed record OutputFile
{
    /// <summary>Labels of the streams in it.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
