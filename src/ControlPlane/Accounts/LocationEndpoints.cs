using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>Operations under a location: names that are free, and what became of account operations.</summary>
internal static class LocationEndpoints
{
    public static void MapLocations(this IEndpointRouteBuilder app)
    {
        var location = app.MapGroup("/subscriptions/{subscriptionId}/providers/Microsoft.Media/locations/{locationName}");
        location.MapPost("checkNameAvailability", CheckNameAvailability).WithTags("Locations").Operation("Locations_CheckNameAvailability", ApiVersions.Account);
        location.MapGet("mediaServicesOperationStatuses/{operationId}", GetStatus)
            .WithTags("MediaServicesOperationStatuses").Operation("MediaServicesOperationStatuses_Get", ApiVersions.Account);
        location.MapGet("mediaServicesOperationResults/{operationId}", GetResult)
            .WithTags("MediaServicesOperationResults").Operation("MediaServicesOperationResults_Get", ApiVersions.Account);
    }

    private static async Task<IResult> CheckNameAvailability(JsonBody body, AccountStore store, CancellationToken cancellationToken)
    {
        var mistakes = new Mistakes();
        var reader = new BodyReader(body.Json, mistakes);
        var name = reader.RequiredText("name", 1000);
        _ = reader.Choice("type", "MediaServices", "Microsoft.Media/mediaservices");
        mistakes.ThrowIfAny();
        if (!ResourceNames.IsAccountName(name))
        {
            return ArmReply.Ok(new NameAvailability(false, "Invalid", ResourceNames.AccountRule));
        }

        return ArmReply.Ok(await store.FindByNameAsync(name, cancellationToken) is null
            ? new NameAvailability(true, null, null)
            : new NameAvailability(false, "AlreadyExists", "Already in use by another account. Please try again with a name that is not likely to be in use."));
    }

    private static async Task<IResult> GetStatus(
        string subscriptionId, string operationId, HttpRequest request, AccountStore accounts, AsyncOperationStore operations, CancellationToken cancellationToken)
    {
        var (operation, _) = await FindAsync(subscriptionId, LongRunning.IdOf(operationId), accounts, operations, cancellationToken);
        LongRunning.PollSoon(request);
        return ArmReply.Ok(OperationStatusReply.Of(operation, request.Path));
    }

    private static async Task<IResult> GetResult(
        string subscriptionId, string operationId, HttpRequest request, AccountStore accounts, AsyncOperationStore operations, CancellationToken cancellationToken)
    {
        var (operation, account) = await FindAsync(subscriptionId, LongRunning.IdOf(operationId), accounts, operations, cancellationToken);
        if (operation.Status == AsyncOperationStatus.InProgress)
        {
            LongRunning.PollSoon(request);
            return ArmReply.Empty(StatusCodes.Status202Accepted);
        }

        return ArmReply.Ok(AccountResource.Of(account, ApiVersions.Normalize(request.Query["api-version"].ToString())));
    }

    private static async Task<(AsyncOperation Operation, MediaAccount Account)> FindAsync(
        string subscription, Guid id, AccountStore accounts, AsyncOperationStore operations, CancellationToken cancellationToken)
    {
        var operation = await operations.FindByIdAsync(id, cancellationToken) ?? throw ArmErrors.NotFound();
        var account = await accounts.FindByIdAsync(operation.AccountId, cancellationToken);
        return account is not null && account.SubscriptionId.Equals(subscription, StringComparison.OrdinalIgnoreCase)
            ? (operation, account)
            : throw ArmErrors.NotFound();
    }

    internal sealed record NameAvailability(bool NameAvailable, string? Reason, string? Message);
}
