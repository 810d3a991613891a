using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Undo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Undo;

/// <summary>Operations beside the contract: what was deleted, put back or removed for good.</summary>
internal static class DeletedResourceEndpoints
{
    public static void MapDeletedResources(this IEndpointRouteBuilder account)
    {
        var deleted = account.MapGroup("deletedResources").WithTags("DeletedResources");
        deleted.MapGet("", List).Operation("DeletedResources_List", ApiVersions.Metadata);
        deleted.MapGet("{deletedResourceName}", Get).Operation("DeletedResources_Get", ApiVersions.Metadata);
        deleted.MapPost("{deletedResourceName}/restore", Restore).Operation("DeletedResources_Restore", ApiVersions.Metadata);
        deleted.MapDelete("{deletedResourceName}", Purge).Operation("DeletedResources_Purge", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AccountScope account, ListRequest list, DeletedResourceStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(account.Id, DeletedResourceModel.Instance), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, one => DeletedResourceProperties.ToResource(one, account)));
    }

    private static async Task<IResult> Get(AccountScope account, string deletedResourceName, DeletedResourceStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(DeletedResourceProperties.ToResource(
            await FindAsync(account, deletedResourceName, store, cancellationToken) ?? throw ArmErrors.NotFound(), account));

    private static async Task<IResult> Restore(AccountScope account, string deletedResourceName, DeletedResourceStore store, CancellationToken cancellationToken)
    {
        var deleted = await FindAsync(account, deletedResourceName, store, cancellationToken) ?? throw ArmErrors.NotFound();
        Authorize(account, deleted, HttpMethods.Put);
        var restored = await store.RestoreAsync(account.Id, deleted.Id, cancellationToken);
        return restored.Outcome == RestoreOutcome.Restored
            ? ArmReply.Ok(DeletedResourceProperties.ToResource(deleted, account))
            : throw Refusal(restored, deleted);
    }

    private static async Task<IResult> Purge(
        AccountScope account, string deletedResourceName, DeletedResourceStore store, DeletedResourcePurger purger, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, deletedResourceName, store, cancellationToken) is not { } deleted)
        {
            return ArmReply.Deleted(false);
        }

        Authorize(account, deleted, HttpMethods.Delete);
        return ArmReply.Deleted(await purger.PurgeAsync(deleted, CancellationToken.None));
    }

    private static async Task<DeletedResource?> FindAsync(AccountScope account, string name, DeletedResourceStore store, CancellationToken cancellationToken) =>
        Guid.TryParse(name, out var id) ? await store.FindAsync(account.Id, id, cancellationToken) : null;

    // Who may not write a kind of resource may not bring one back, nor remove what is left of it.
    private static void Authorize(AccountScope account, DeletedResource deleted, string method)
    {
        var path = DeletedResourceProperties.IdOf(deleted, account);
        if (!Roles.Allow(account.Caller.Roles, method, path))
        {
            throw ArmErrors.Forbidden(account.Caller.Id, Roles.ActionOf(method, path), path);
        }
    }

    private static ArmException Refusal(Restoration restored, DeletedResource deleted)
    {
        var (what, other) = ($"The {Noun(deleted.Kind)} '{deleted.ResourceName}' cannot be restored", Noun(restored.Kind));
        return restored.Outcome switch
        {
            RestoreOutcome.Gone => ArmErrors.NotFound(),
            RestoreOutcome.NameTaken => ArmErrors.Conflict($"{what}: another {other} has the name '{restored.Name}'."),
            RestoreOutcome.IdTaken => ArmErrors.Conflict($"{what}: another {other} has the id '{restored.Name}'."),
            RestoreOutcome.ContainerTaken => ArmErrors.Conflict($"{what}: another {other} uses the container '{restored.Name}'."),
            _ => ArmErrors.Conflict($"{what}: the asset '{deleted.ParentName ?? restored.Name}' that it belongs to is not there. Restore that one first."),
        };
    }

    private static string Noun(DeletedKind kind) => kind switch
    {
        DeletedKind.Asset => "asset",
        DeletedKind.AssetFilter => "asset filter",
        DeletedKind.AccountFilter => "account filter",
        DeletedKind.StreamingLocator => "streaming locator",
        DeletedKind.StreamingPolicy => "streaming policy",
        DeletedKind.ContentKeyPolicy => "content key policy",
        _ => "transform",
    };
}
