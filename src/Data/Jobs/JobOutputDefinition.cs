using System.Text.Json.Serialization;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Data.Jobs;

/// <summary>One output of a job as the contract shows it; the members that clients cannot set are ignored in requests.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = ContractJson.TypeProperty)]
[JsonDerivedType(typeof(JobOutputAsset), ContractJson.TypePrefix + nameof(JobOutputAsset))]
public abstract record JobOutputDefinition
{
    /// <summary>Why it failed; read only.</summary>
    public JobError? Error { get; init; }

    /// <summary>Preset used instead of that of the transform; must be of the same type.</summary>
    public Preset? PresetOverride { get; init; }

    /// <summary>Its state; read only.</summary>
    public JobState? State { get; init; }

    /// <summary>Estimate of the work done, 0 to 100; read only.</summary>
    public int? Progress { get; init; }

    /// <summary>Label of the output; type of the preset and index when the caller gives none.</summary>
    public string? Label { get; init; }

    /// <summary>When work began; read only.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When work ended; read only.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
