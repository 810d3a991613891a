using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Undo;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Assets;

/// <summary>Assets: a name, a few words and a blob container.</summary>
internal static class AssetEndpoints
{
    public static void MapAssets(this IEndpointRouteBuilder account)
    {
        var assets = account.MapGroup("assets").WithTags("Assets");
        assets.MapGet("", List).Operation("Assets_List", ApiVersions.Metadata);
        assets.MapGet("{assetName}", Get).Operation("Assets_Get", ApiVersions.Metadata);
        assets.MapPut("{assetName}", CreateOrUpdate).Operation("Assets_CreateOrUpdate", ApiVersions.Metadata);
        assets.MapPatch("{assetName}", Update).Operation("Assets_Update", ApiVersions.Metadata);
        assets.MapDelete("{assetName}", Delete).Operation("Assets_Delete", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AccountScope account, ListRequest list, AssetStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(account.Id, AssetModel.Instance), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, asset => AssetProperties.ToResource(asset, account)));
    }

    private static async Task<IResult> Get(AccountScope account, string assetName, AssetStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(AssetProperties.ToResource(await store.FindAsync(account.Id, assetName, cancellationToken) ?? throw ArmErrors.NotFound(), account));

    private static async Task<IResult> CreateOrUpdate(
        AccountScope account, string assetName, JsonBody body, AssetStore store, IBlobStore blobs, DeletedResourcePurger purger, CancellationToken cancellationToken)
    {
        ResourceNames.Check(assetName);
        var (asset, isNew) = await Upsert.RunAsync(
            token => store.FindAsync(account.Id, assetName, token),
            async existing =>
            {
                var row = existing is null
                    ? await PrepareAsync(AssetBody.Create(body.Json, assetName, account), store, blobs, purger, cancellationToken)
                    : AssetBody.Update(body.Json, existing, account);
                account.Stamp(row);
                return row;
            },
            (row, token) => SaveAsync(row, store, blobs, token),
            cancellationToken);
        return ArmReply.CreatedOrOk(isNew, AssetProperties.ToResource(asset, account));
    }

    private static async Task<IResult> Update(AccountScope account, string assetName, JsonBody body, AssetStore store, CancellationToken cancellationToken)
    {
        var (asset, _) = await Upsert.ExistingAsync(
            token => store.FindAsync(account.Id, assetName, token),
            existing =>
            {
                var row = AssetBody.Update(MergePatch.Apply(AssetProperties.ToResource(existing, account), body.Json), existing, account);
                account.Stamp(row);
                return Task.FromResult(row);
            },
            store.SaveAsync,
            cancellationToken);
        return ArmReply.Ok(AssetProperties.ToResource(asset, account));
    }

    // The container stays until the days are over in which the deletion can be undone; when there are none, it goes now.
    private static async Task<IResult> Delete(
        AccountScope account, string assetName, AssetStore store, UndoPolicy undo, DeletedResourcePurger purger, CancellationToken cancellationToken)
    {
        var deletion = undo.DeletionBy(account);
        var isDeleted = await store.DeleteAsync(account.Id, assetName, deletion, cancellationToken);
        if (isDeleted && deletion.IsFinal)
        {
            await purger.PurgeDueAsync(CancellationToken.None);
        }

        return ArmReply.Deleted(isDeleted);
    }

    // A container that exists is adopted as it is: that is how assets of AMS come back.
    private static async Task<Asset> PrepareAsync(
        Asset asset, AssetStore store, IBlobStore blobs, DeletedResourcePurger purger, CancellationToken cancellationToken)
    {
        if (!await purger.TryFreeContainerAsync(asset, cancellationToken)
            || await store.IsContainerUsedAsync(asset.StorageAccountName, asset.Container, cancellationToken))
        {
            throw ArmErrors.BadRequest($"The container '{asset.Container}' is already used by another asset.", "properties.container");
        }

        await blobs.GetContainer(asset.StorageAccountName, asset.Container).CreateIfNotExistsAsync(cancellationToken);
        return asset;
    }

    // Who loses against another creator of the name takes the container along that was made for the asset; one that the caller named stays.
    private static async Task<SaveOutcome> SaveAsync(Asset asset, AssetStore store, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var isNew = asset.Version == 0;
        var outcome = await store.SaveAsync(asset, cancellationToken);
        if (isNew && outcome != SaveOutcome.Created && asset.Container == AssetBody.OwnContainer(asset.Id))
        {
            await blobs.GetContainer(asset.StorageAccountName, asset.Container).DeleteAsync(CancellationToken.None);
        }

        return outcome;
    }
}
