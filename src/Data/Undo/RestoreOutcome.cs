namespace MediaPlatform.Data.Undo;

/// <summary>How an attempt to restore ended.</summary>
public enum RestoreOutcome
{
    Restored,

    /// <summary>Restored or removed for good meanwhile, or the account is gone.</summary>
    Gone,

    /// <summary>Another resource has the name.</summary>
    NameTaken,

    /// <summary>Another locator has the id.</summary>
    IdTaken,

    /// <summary>Another asset has the container.</summary>
    ContainerTaken,

    /// <summary>The asset that the locator or filter belongs to is not there.</summary>
    ParentMissing,
}
