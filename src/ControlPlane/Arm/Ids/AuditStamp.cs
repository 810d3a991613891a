using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Writes systemData and the times of a row that is about to be stored.</summary>
internal static class AuditStamp
{
    public static void Apply(NamedResource row, Caller caller, DateTimeOffset now)
    {
        var isNew = row.Version == 0;
        if (isNew)
        {
            row.Created = now;
        }

        row.LastModified = now;
        row.Audit = new()
        {
            CreatedBy = isNew ? caller.Name : row.Audit.CreatedBy,
            CreatedByType = isNew ? caller.Kind : row.Audit.CreatedByType,
            CreatedAt = isNew ? now : row.Audit.CreatedAt,
            LastModifiedBy = caller.Name,
            LastModifiedByType = caller.Kind,
            LastModifiedAt = now,
        };
    }
}
