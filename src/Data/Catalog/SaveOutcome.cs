namespace MediaPlatform.Data.Catalog;

/// <summary>How a write ended. Expected collisions are values, never exceptions.</summary>
public enum SaveOutcome
{
    /// <summary>The row is new.</summary>
    Created,

    /// <summary>The row existed with the expected version and was replaced.</summary>
    Updated,

    /// <summary>Another row has the name or id, or the row was changed or deleted since it was read. Read again, then decide.</summary>
    Conflict,

    /// <summary>The row that this one belongs to (asset, transform, account) is gone.</summary>
    ParentMissing,
}
