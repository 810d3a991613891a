using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Undo;

namespace MediaPlatform.ControlPlane.Undo;

/// <summary>Properties of a deleted resource in a reply; systemData says who deleted it.</summary>
/// <param name="Kind">Asset, AssetFilter, AccountFilter, StreamingLocator, StreamingPolicy, ContentKeyPolicy or Transform.</param>
/// <param name="ResourceName">The name that it had.</param>
/// <param name="ResourceId">The ARM id that it had and gets back.</param>
/// <param name="Deleted">When it was deleted.</param>
/// <param name="RestorableUntil">When it is removed for good.</param>
internal sealed record DeletedResourceProperties(DeletedKind Kind, string ResourceName, string ResourceId, DateTimeOffset Deleted, DateTimeOffset RestorableUntil)
{
    public static Resource<DeletedResourceProperties> ToResource(DeletedResource row, AccountScope account) => new(
        row.Name,
        account.ChildId($"deletedResources/{row.Name}"),
        $"{ArmIds.AccountType}/deletedResources",
        new(row.Kind, row.ResourceName, IdOf(row, account), row.Created, row.ExpiresAt),
        SystemDataReply.Of(row, account));

    /// <summary>The ARM id of the resource before it was deleted.</summary>
    public static string IdOf(DeletedResource row, AccountScope account) => account.ChildId(row.Kind switch
    {
        DeletedKind.Asset => $"assets/{row.ResourceName}",
        DeletedKind.AssetFilter => $"assets/{row.ParentName}/assetFilters/{row.ResourceName}",
        DeletedKind.AccountFilter => $"accountFilters/{row.ResourceName}",
        DeletedKind.StreamingLocator => $"streamingLocators/{row.ResourceName}",
        DeletedKind.StreamingPolicy => $"streamingPolicies/{row.ResourceName}",
        DeletedKind.ContentKeyPolicy => $"contentKeyPolicies/{row.ResourceName}",
        _ => $"transforms/{row.ResourceName}",
    });
}
