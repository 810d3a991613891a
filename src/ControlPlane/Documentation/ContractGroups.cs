namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>What each group of operations is about, in the order in which a newcomer needs them.</summary>
internal static class ContractGroups
{
    /// <summary>Tag and description.</summary>
    public static IReadOnlyList<(string Tag, string Description)> All { get; } =
    [
        ("Assets", "An asset is a named container of files: what was uploaded, or what a job made of it."),
        ("Transforms", "A transform is a recipe for jobs: one preset per output."),
        ("Jobs", "A job runs a transform on an input and writes to output assets."),
        ("StreamingLocators", "A locator publishes an asset; its paths are the URLs that players open."),
        ("StreamingPolicies", "Which protocols a locator offers and how it encrypts. Six are predefined."),
        ("ContentKeyPolicies", "Who gets a key or licence, and what it allows."),
        ("StreamingEndpoints", "The origins that deliver the media; they must run for anything to play."),
        ("Tracks", "Audio and text tracks of an asset, kept in its server manifest."),
        ("AssetFilters", "Filters choose tracks and a time range of one asset in its manifests."),
        ("AccountFilters", "Filters for all assets of an account."),
        ("Mediaservices", "Media services accounts and their storage."),
        ("Locations", "Whether an account name is free."),
        ("PrivateLinkResources", "What private endpoints can be connected to."),
        ("PrivateEndpointConnections", "Records of private endpoint connections and their approval."),
        ("OperationStatuses", "State of long-running operations on tracks."),
        ("OperationResults", "What long-running operations on tracks led to."),
        ("MediaServicesOperationStatuses", "State of long-running operations on accounts."),
        ("MediaServicesOperationResults", "What long-running operations on accounts led to."),
        ("EventSubscriptions", "Where events of jobs are sent, in the shape of Event Grid, and what became of each. Beside the contract of AMS."),
        ("DeletedResources", "What was deleted and can be put back for some days. Beside the contract of AMS."),
        ("Operations", "What roles can allow."),
        ("Azure", "What Azure's clients ask on their way to the service: subscriptions, resource groups, providers, storage keys."),
    ];
}
