using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Undo;
using MediaPlatform.Data.Filters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Filters;

/// <summary>Filters that every asset of the account may be streamed with.</summary>
internal static class AccountFilterEndpoints
{
    public static void MapAccountFilters(this IEndpointRouteBuilder app)
    {
        var filters = app.MapGroup("accountFilters").WithTags("AccountFilters");
        filters.MapGet("", List).Operation("AccountFilters_List", ApiVersions.Metadata);
        filters.MapGet("{filterName}", Get).Operation("AccountFilters_Get", ApiVersions.Metadata);
        filters.MapPut("{filterName}", CreateOrUpdate).Operation("AccountFilters_CreateOrUpdate", ApiVersions.Metadata);
        filters.MapPatch("{filterName}", Update).Operation("AccountFilters_Update", ApiVersions.Metadata);
        filters.MapDelete("{filterName}", Delete).Operation("AccountFilters_Delete", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AccountScope account, ListRequest list, FilterStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery<StreamingFilter>(account.Id, null), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, filter => ToResource(filter, account)));
    }

    private static async Task<IResult> Get(AccountScope account, string filterName, FilterStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(ToResource(await store.FindAsync(account.Id, null, filterName, cancellationToken) ?? throw ArmErrors.NotFound(), account));

    private static async Task<IResult> CreateOrUpdate(AccountScope account, string filterName, JsonBody body, FilterWriter writer, CancellationToken cancellationToken)
    {
        var (filter, isNew) = await writer.PutAsync(account, null, filterName, body.Json, one => ToResource(one, account), cancellationToken);
        return ArmReply.CreatedOrOk(isNew, ToResource(filter, account));
    }

    private static async Task<IResult> Update(AccountScope account, string filterName, JsonBody body, FilterWriter writer, CancellationToken cancellationToken) =>
        ArmReply.Ok(ToResource(await writer.PatchAsync(account, null, filterName, body.Json, one => ToResource(one, account), cancellationToken), account));

    private static async Task<IResult> Delete(AccountScope account, string filterName, FilterStore store, UndoPolicy undo, CancellationToken cancellationToken) =>
        ArmReply.Deleted(await store.DeleteAsync(account.Id, null, filterName, undo.DeletionBy(account), cancellationToken));

    private static Resource<FilterProperties> ToResource(StreamingFilter filter, AccountScope account) =>
        FilterProperties.ToResource(filter, account, $"accountFilters/{filter.Name}", "accountFilters");
}
