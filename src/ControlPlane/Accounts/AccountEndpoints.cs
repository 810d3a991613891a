using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>Reading and deleting accounts, and what else can be asked of one.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var subscription = app.MapGroup("/subscriptions/{subscriptionId}/providers/Microsoft.Media").WithTags("Mediaservices");
        subscription.MapGet("mediaservices", ListBySubscription).Operation("Mediaservices_ListBySubscription", ApiVersions.Account);
        subscription.MapGet("mediaservices/{accountName}", GetBySubscription).Operation("Mediaservices_GetBySubscription", ApiVersions.Account);
        var group = app.MapGroup("/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Media/mediaservices").WithTags("Mediaservices");
        group.MapGet("", List).Operation("Mediaservices_List", ApiVersions.Account);
        group.MapGet("{accountName}", Get).Operation("Mediaservices_Get", ApiVersions.Account);
        group.MapDelete("{accountName}", Delete).Operation("Mediaservices_Delete", ApiVersions.Account);
        group.MapPost("{accountName}/syncStorageKeys", SyncStorageKeys).Operation("Mediaservices_SyncStorageKeys", ApiVersions.Account);
        group.MapPost("{accountName}/listEdgePolicies", ListEdgePolicies).Operation("Mediaservices_ListEdgePolicies", ApiVersions.Account);
    }

    private static Task<IResult> ListBySubscription(
        string subscriptionId, HttpRequest request, AccountStore store, ListRequest list, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken) =>
        ListPage(subscriptionId, null, request, store, list, options.Value, cancellationToken);

    private static Task<IResult> List(
        string subscriptionId,
        string resourceGroupName,
        HttpRequest request,
        AccountStore store,
        ListRequest list,
        IOptions<ControlPlaneOptions> options,
        CancellationToken cancellationToken) =>
        ListPage(subscriptionId, resourceGroupName, request, store, list, options.Value, cancellationToken);

    private static async Task<IResult> ListPage(
        string subscription, string? group, HttpRequest request, AccountStore store, ListRequest list, ControlPlaneOptions options, CancellationToken cancellationToken)
    {
        var version = VersionOf(request);
        var after = request.Query["$skiptoken"].ToString();
        var page = await store.ListAsync(subscription, group, options.PageSize, after.Length == 0 ? null : after, cancellationToken);
        return ArmReply.Ok(list.ToReply(page, account => AccountResource.Of(account, version)));
    }

    // Only api-version 2018-07-01 has this operation; it names no resource group.
    private static async Task<IResult> GetBySubscription(
        string subscriptionId, string accountName, HttpRequest request, AccountStore store, CancellationToken cancellationToken)
    {
        var account = await store.FindByNameAsync(accountName, cancellationToken);
        return account is not null && account.SubscriptionId.Equals(subscriptionId, StringComparison.OrdinalIgnoreCase)
            ? ArmReply.Ok(AccountResource.Of(account, VersionOf(request)))
            : throw ArmErrors.ResourceNotFound($"{ArmIds.AccountType}/{accountName}", "");
    }

    private static IResult Get(AccountScope account) => ArmReply.Ok(AccountResource.Of(account.Account, account.Version));

    private static async Task<IResult> Delete(
        string subscriptionId, string resourceGroupName, string accountName, AccountStore store, CancellationToken cancellationToken)
    {
        var account = await store.FindAsync(subscriptionId, resourceGroupName, accountName, cancellationToken);
        return ArmReply.Deleted(account is not null && await store.DeleteAsync(account.Id, cancellationToken));
    }

    private static IResult SyncStorageKeys(AccountScope account, JsonBody body)
    {
        var mistakes = new Mistakes();
        var id = new BodyReader(body.Json, mistakes).RequiredText("id", 500);
        mistakes.ThrowIfAny();

        // Keys are read from the store each time they are used, so nothing is left to refresh; an unknown account is still a mistake.
        return account.Account.StorageAccounts.Any(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ? ArmReply.Empty()
            : throw ArmErrors.BadRequest($"The storage account '{id}' is not attached to the account '{account.Account.Name}'.", "id");
    }

    private static IResult ListEdgePolicies(AccountScope account, JsonBody body)
    {
        var mistakes = new Mistakes();
        _ = new BodyReader(body.Json, mistakes).Text("deviceId", 500);
        mistakes.ThrowIfAny();

        // Usage reporting of edge devices ended with the service; an empty policy tells a device to collect nothing.
        return ArmReply.Ok(new Dictionary<string, object>());
    }

    private static string VersionOf(HttpRequest request) => ApiVersions.Normalize(request.Query["api-version"].ToString());
}
