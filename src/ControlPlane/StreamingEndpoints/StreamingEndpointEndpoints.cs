using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.StreamingEndpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>Reading, creating, changing and deleting streaming endpoints, and the records of their operations.</summary>
internal static class StreamingEndpointEndpoints
{
    public static void MapStreamingEndpoints(this IEndpointRouteBuilder account)
    {
        var endpoints = account.MapGroup("streamingEndpoints").WithTags("StreamingEndpoints");
        endpoints.MapGet("", List).Operation("StreamingEndpoints_List", ApiVersions.Streaming);
        endpoints.MapGet("{streamingEndpointName}", Get).Operation("StreamingEndpoints_Get", ApiVersions.Streaming);
        endpoints.MapPut("{streamingEndpointName}", Create).Operation("StreamingEndpoints_Create", ApiVersions.Streaming);
        endpoints.MapPatch("{streamingEndpointName}", Update).Operation("StreamingEndpoints_Update", ApiVersions.Streaming);
        endpoints.MapDelete("{streamingEndpointName}", Delete).Operation("StreamingEndpoints_Delete", ApiVersions.Streaming);
        endpoints.MapGet("{streamingEndpointName}/operationLocations/{operationId}", OperationLocation)
            .Operation("StreamingEndpoints_OperationLocation", ApiVersions.Streaming);
        account.MapGet("streamingEndpointOperations/{operationId}", AsyncOperation)
            .WithTags("StreamingEndpoints").Operation("StreamingEndpoints_AsyncOperation", ApiVersions.Streaming);
    }

    private static async Task<IResult> List(
        AccountScope account, ListRequest list, StreamingEndpointStore store, StreamingEndpointMapper mapper, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery<StreamingEndpointRecord>(account.Id, null), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, endpoint => mapper.ToResource(endpoint, account)));
    }

    private static async Task<IResult> Get(
        AccountScope account, string streamingEndpointName, StreamingEndpointStore store, StreamingEndpointMapper mapper, CancellationToken cancellationToken) =>
        ArmReply.Ok(mapper.ToResource(await store.FindAsync(account.Id, streamingEndpointName, cancellationToken) ?? throw NotFound(account, streamingEndpointName), account));

    private static async Task<IResult> Create(
        AccountScope account, string streamingEndpointName, JsonBody body, StreamingEndpointWriter writer, StreamingEndpointMapper mapper, CancellationToken cancellationToken)
    {
        ResourceNames.CheckEndpoint(streamingEndpointName);
        var autoStart = account.Request.Query["autoStart"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);
        var (endpoint, operation, isNew) = await writer.CreateAsync(account, streamingEndpointName, body.Json, autoStart, cancellationToken);
        if (!isNew)
        {
            return ArmReply.Ok(mapper.ToResource(endpoint, account));
        }

        Announce(account, endpoint.Name, operation!.Id);
        var status = account.IsAtLeast("2020-05-01") ? StatusCodes.Status201Created : StatusCodes.Status202Accepted;
        return new ArmReply(status, mapper.ToResource(endpoint, account, "InProgress"));
    }

    private static async Task<IResult> Update(
        AccountScope account, string streamingEndpointName, JsonBody body, StreamingEndpointWriter writer, StreamingEndpointMapper mapper, CancellationToken cancellationToken)
    {
        var (endpoint, operation) = await writer.UpdateAsync(account, streamingEndpointName, body.Json, cancellationToken);
        if (operation is null)
        {
            return ArmReply.Ok(mapper.ToResource(endpoint, account));
        }

        Announce(account, endpoint.Name, operation.Id);
        return ArmReply.Accepted(mapper.ToResource(endpoint, account, "InProgress"));
    }

    private static async Task<IResult> Delete(
        AccountScope account, string streamingEndpointName, StreamingEndpointStore store, StreamingEndpointWriter writer, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(account.Id, streamingEndpointName, cancellationToken) is not { } endpoint)
        {
            return ArmReply.Deleted(false);
        }

        try
        {
            var operation = await writer.DeleteAsync(account, endpoint.Name, cancellationToken);
            Announce(account, endpoint.Name, operation.Id);
            return ArmReply.Empty(StatusCodes.Status202Accepted);
        }
        catch (ArmException gone) when (gone.Status == StatusCodes.Status404NotFound)
        {
            return ArmReply.Deleted(false); // another caller was faster
        }
    }

    private static async Task<IResult> AsyncOperation(AccountScope account, string operationId, AsyncOperationStore operations, CancellationToken cancellationToken)
    {
        var operation = await operations.FindAsync(account.Id, LongRunning.IdOf(operationId), cancellationToken) ?? throw ArmErrors.NotFound();
        if (operation.Status == AsyncOperationStatus.InProgress)
        {
            LongRunning.PollSoon(account.Request);
        }

        return ArmReply.Ok(AsyncOperationReply.Of(operation));
    }

    // Serves the endpoint long after the operation has ended: clients take the result of their POST from here.
    private static async Task<IResult> OperationLocation(
        AccountScope account,
        string streamingEndpointName,
        string operationId,
        AsyncOperationStore operations,
        StreamingEndpointStore store,
        StreamingEndpointMapper mapper,
        CancellationToken cancellationToken)
    {
        var operation = await operations.FindAsync(account.Id, LongRunning.IdOf(operationId), cancellationToken);
        if (operation is null || !operation.ResourceName.Equals(streamingEndpointName, StringComparison.OrdinalIgnoreCase))
        {
            throw ArmErrors.NotFound();
        }

        if (operation.Status == AsyncOperationStatus.InProgress)
        {
            LongRunning.PollSoon(account.Request);
            return ArmReply.Empty(StatusCodes.Status202Accepted);
        }

        return await Get(account, streamingEndpointName, store, mapper, cancellationToken);
    }

    /// <summary>Adds the headers that clients poll.</summary>
    public static void Announce(AccountScope account, string name, Guid operationId) => LongRunning.Announce(
        account.Request, account.ChildId($"streamingendpointoperations/{operationId}"), account.ChildId($"streamingendpoints/{name}/operationlocations/{operationId}"));

    public static ArmException NotFound(AccountScope account, string name) =>
        ArmErrors.ResourceNotFound($"{ArmIds.AccountType}/{account.Account.Name}/streamingEndpoints/{name}", account.Account.ResourceGroup);
}
