using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Transforms;

/// <summary>A recipe that jobs run.</summary>
public sealed class Transform : NamedResource
{
    public string? Description { get; set; }

    /// <summary>JSON array of outputs {onError, relativePriority, preset}, in the contract's own form.</summary>
    public string OutputsJson { get; set; } = "[]";
}
