using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>Creating and changing accounts: plain replies up to 2021-06-01, long-running operations afterwards.</summary>
internal static class AccountWriteEndpoints
{
    // From this version on clients poll; an older one would not know how.
    private const string LongRunningSince = "2021-11-01";

    public static void MapAccountWrites(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Media/mediaservices/{accountName}").WithTags("Mediaservices");
        account.MapPut("", CreateOrUpdate).Operation("Mediaservices_CreateOrUpdate", ApiVersions.Account);
        account.MapPatch("", Update).Operation("Mediaservices_Update", ApiVersions.Account);
    }

    private static async Task<IResult> CreateOrUpdate(
        AccountPath path, JsonBody body, AccountStore store, OperationRecorder operations, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        path.CheckName();
        var (account, isNew) = await Upsert.RunAsync(
            token => FindOwnAsync(store, path, token),
            existing => Task.FromResult(Build(existing ?? path.NewAccount(), body.Json, path, options.Value)),
            store.SaveAsync,
            cancellationToken);
        return await Reply(account, path, operations, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> Update(
        AccountPath path, JsonBody body, AccountStore store, OperationRecorder operations, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        var (account, _) = await Upsert.RunAsync(
            token => store.FindAsync(path.SubscriptionId, path.ResourceGroup, path.Name, token),
            existing =>
            {
                var current = existing ?? throw ArmErrors.ResourceNotFound($"{ArmIds.AccountType}/{path.Name}", path.ResourceGroup);
                return Task.FromResult(Build(current, MergePatch.Apply(AccountResource.Of(current, ApiVersions.Account.Supported[0]), body.Json), path, options.Value));
            },
            store.SaveAsync,
            cancellationToken);
        var status = ApiVersions.IsAtLeast(path.Version, LongRunningSince) ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return await Reply(account, path, operations, status, cancellationToken);
    }

    private static MediaAccount Build(MediaAccount account, JsonObject json, AccountPath path, ControlPlaneOptions options)
    {
        var mistakes = new Mistakes();
        if (account.Version != 0)
        {
            AccountBody.ReadOnly.Check(json, AccountResource.Of(account, ApiVersions.Account.Supported[0]), mistakes);
        }

        AccountBody.Apply(json, account, options.Limits.StorageAccounts, mistakes);
        AuditStamp.Apply(account, path.Caller, path.Now);
        return account;
    }

    // Account names are unique in the whole catalog, as they were in Azure: they become host names.
    private static async Task<MediaAccount?> FindOwnAsync(AccountStore store, AccountPath path, CancellationToken cancellationToken)
    {
        var account = await store.FindByNameAsync(path.Name, cancellationToken);
        return account is null || path.Is(account)
            ? account
            : throw ArmErrors.Conflict("Already in use by another account. Please try again with a name that is not likely to be in use.");
    }

    private static async Task<IResult> Reply(
        MediaAccount account, AccountPath path, OperationRecorder operations, int status, CancellationToken cancellationToken)
    {
        if (!ApiVersions.IsAtLeast(path.Version, LongRunningSince))
        {
            return new ArmReply(status, AccountResource.Of(account, path.Version));
        }

        var operation = await operations.CompletedAsync(account.Id, "Mediaservices_CreateOrUpdate", account.Name, cancellationToken);
        var root = $"/subscriptions/{account.SubscriptionId}/providers/Microsoft.Media/locations/{Locations.Key(account.Location)}";
        LongRunning.Announce(path.Request, $"{root}/mediaServicesOperationStatuses/{operation.Id}", $"{root}/mediaServicesOperationResults/{operation.Id}");
        return new ArmReply(status, AccountResource.Of(account, path.Version, "InProgress"));
    }
}
