namespace MediaPlatform.Data.Catalog;

/// <summary>ARM systemData: who made and last changed a resource. All members are null on rows that the system made.</summary>
public sealed class SystemData
{
    public string? CreatedBy { get; set; }

    /// <summary>User, Application, ManagedIdentity or Key.</summary>
    public string? CreatedByType { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public string? LastModifiedBy { get; set; }

    /// <summary>User, Application, ManagedIdentity or Key.</summary>
    public string? LastModifiedByType { get; set; }

    public DateTimeOffset? LastModifiedAt { get; set; }
}
