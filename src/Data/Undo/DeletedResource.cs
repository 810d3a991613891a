using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Undo;

/// <summary>
/// What is left of a deleted resource until its days are over. The name is the text of the id; Created is the time of the deletion and
/// Audit says who deleted it.
/// </summary>
public sealed class DeletedResource : NamedResource
{
    public DeletedKind Kind { get; set; }

    /// <summary>The id that the resource had and gets back.</summary>
    public Guid ResourceId { get; set; }

    /// <summary>The name that the resource had.</summary>
    public string ResourceName { get; set; } = "";

    /// <summary>Name of the asset that an asset filter belongs to.</summary>
    public string? ParentName { get; set; }

    /// <summary>From then on it cannot be restored and is removed for good.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When its removal for good was begun; it cannot be restored any more.</summary>
    public DateTimeOffset? PurgeStarted { get; set; }

    /// <summary>Where the container of a deleted asset lies.</summary>
    public string? StorageAccountName { get; set; }

    /// <summary>The container of a deleted asset, removed with this row.</summary>
    public string? Container { get; set; }
}
