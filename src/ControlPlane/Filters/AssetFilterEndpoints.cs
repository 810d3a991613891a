using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.ControlPlane.Undo;
using MediaPlatform.Data.Filters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Filters;

/// <summary>Filters of one asset: which part of it and which tracks a manifest offers.</summary>
internal static class AssetFilterEndpoints
{
    public static void MapAssetFilters(this IEndpointRouteBuilder account)
    {
        var filters = account.MapGroup("assets/{assetName}/assetFilters").WithTags("AssetFilters");
        filters.MapGet("", List).Operation("AssetFilters_List", ApiVersions.Metadata);
        filters.MapGet("{filterName}", Get).Operation("AssetFilters_Get", ApiVersions.Metadata);
        filters.MapPut("{filterName}", CreateOrUpdate).Operation("AssetFilters_CreateOrUpdate", ApiVersions.Metadata);
        filters.MapPatch("{filterName}", Update).Operation("AssetFilters_Update", ApiVersions.Metadata);
        filters.MapDelete("{filterName}", Delete).Operation("AssetFilters_Delete", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AssetScope asset, ListRequest list, FilterStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery<StreamingFilter>(asset.Account.Id, null, asset.Asset.Id), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, filter => ToResource(filter, asset)));
    }

    private static async Task<IResult> Get(AssetScope asset, string filterName, FilterStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(ToResource(await store.FindAsync(asset.Account.Id, asset.Asset.Id, filterName, cancellationToken) ?? throw ArmErrors.NotFound(), asset));

    private static async Task<IResult> CreateOrUpdate(AssetScope asset, string filterName, JsonBody body, FilterWriter writer, CancellationToken cancellationToken)
    {
        var (filter, isNew) = await writer.PutAsync(asset.Account, asset.Asset.Id, filterName, body.Json, one => ToResource(one, asset), cancellationToken);
        return ArmReply.CreatedOrOk(isNew, ToResource(filter, asset));
    }

    private static async Task<IResult> Update(AssetScope asset, string filterName, JsonBody body, FilterWriter writer, CancellationToken cancellationToken) =>
        ArmReply.Ok(ToResource(await writer.PatchAsync(asset.Account, asset.Asset.Id, filterName, body.Json, one => ToResource(one, asset), cancellationToken), asset));

    private static async Task<IResult> Delete(AssetScope asset, string filterName, FilterStore store, UndoPolicy undo, CancellationToken cancellationToken) =>
        ArmReply.Deleted(await store.DeleteAsync(asset.Account.Id, asset.Asset.Id, filterName, undo.DeletionBy(asset.Account), cancellationToken));

    private static Resource<FilterProperties> ToResource(StreamingFilter filter, AssetScope asset) =>
        FilterProperties.ToResource(filter, asset.Account, $"assets/{asset.Asset.Name}/assetFilters/{filter.Name}", "assets/assetFilters");
}
