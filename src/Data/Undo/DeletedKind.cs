namespace MediaPlatform.Data.Undo;

/// <summary>What was deleted.</summary>
public enum DeletedKind
{
    /// <summary>With its filters and locators; its container is kept as it is.</summary>
    Asset,

    AssetFilter,

    AccountFilter,

    StreamingLocator,

    StreamingPolicy,

    ContentKeyPolicy,

    /// <summary>With its jobs.</summary>
    Transform,
}
