using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Undo;

/// <summary>Who deletes, when, and for how long it can be undone.</summary>
public sealed record Deletion
{
    public DateTimeOffset Time { get; init; }

    /// <summary>Zero for a deletion that is final.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Name of the caller.</summary>
    public string? By { get; init; }

    /// <summary>User, Application, ManagedIdentity or Key.</summary>
    public string? ByType { get; init; }

    /// <summary>Whether it cannot be undone.</summary>
    public bool IsFinal => Keep <= TimeSpan.Zero;

    internal DeletedResource Of(DeletedKind kind, NamedResource row)
    {
        // Version 7: names of tombstones sort by the time of the deletion.
        var id = Guid.CreateVersion7(Time);
        return new()
        {
            Id = id,
            AccountId = row.AccountId,
            Name = id.ToString("D"),
            Kind = kind,
            ResourceId = row.Id,
            ResourceName = row.Name,
            Created = Time,
            LastModified = Time,
            ExpiresAt = Time + Keep,
            Version = 1,
            Audit = new() { CreatedBy = By, CreatedByType = ByType, CreatedAt = Time, LastModifiedBy = By, LastModifiedByType = ByType, LastModifiedAt = Time },
        };
    }
}
