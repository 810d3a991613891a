using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Data.Transforms;

/// <summary>One output of a transform.</summary>
public sealed record TransformOutput
{
    /// <summary>What its failure does to the job.</summary>
    public OnErrorType OnError { get; init; } = OnErrorType.StopProcessingJob;

    /// <summary>Its place among the outputs of a job.</summary>
    public Priority RelativePriority { get; init; } = Priority.Normal;

    /// <summary>What is made.</summary>
    public Preset? Preset { get; init; }
}
