using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Jobs;

/// <summary>Files, or a part of them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(JobInputClip), ContractJson.TypePrefix + nameof(JobInputClip))]
[JsonDerivedType(typeof(JobInputAsset), ContractJson.TypePrefix + nameof(JobInputAsset))]
[JsonDerivedType(typeof(JobInputHttp), ContractJson.TypePrefix + nameof(JobInputHttp))]
public record JobInputClip : JobInput
{
    /// <summary>Names of the files; all media of an asset when empty.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Begin; the start of the file when absent.</summary>
    public ClipTime? Start { get; init; }

    /// <summary>End; the end of the file when absent.</summary>
    public ClipTime? End { get; init; }

    /// <summary>Name by which overlays refer to it.</summary>
    public string? Label { get; init; }

    /// <summary>Which tracks of which files are used; all when empty.</summary>
    public IReadOnlyList<InputDefinition> InputDefinitions { get; init; } = [];
}
