using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.StreamingEndpoints;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>Changes streaming endpoints. The record of a long-running operation is stored before the change, so that a crash leaves nothing stuck.</summary>
internal sealed class StreamingEndpointWriter(
    StreamingEndpointStore store, StreamingEndpointBody bodies, StreamingEndpointMapper mapper, HostNameClaims hostNames, OperationRecorder operations,
    IOptions<ControlPlaneOptions> options)
{
    /// <summary>A new endpoint, or the existing one changed to what the body says.</summary>
    public async Task<(StreamingEndpointRecord Endpoint, AsyncOperation? Operation, bool IsNew)> CreateAsync(
        AccountScope account, string name, JsonObject json, bool autoStart, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(account.Id, name, cancellationToken) is not null)
        {
            return ((await ChangeAsync(account, name, endpoint => Fill(endpoint, json, account), cancellationToken)), null, false);
        }

        var limit = options.Value.Limits.StreamingEndpoints;
        if (await store.CountAsync(account.Id, cancellationToken) >= limit)
        {
            throw ArmErrors.Limit("streaming endpoints", limit);
        }

        var endpoint = new StreamingEndpointRecord { Id = Guid.NewGuid(), AccountId = account.Id, Name = name, HostName = mapper.NewHostName(name, account) };
        bodies.Apply(json, endpoint, null, options.Value.Limits);
        await hostNames.RequireFreeAsync(endpoint, [], cancellationToken);
        endpoint.ResourceState = autoStart ? StreamingEndpointState.Starting : StreamingEndpointState.Stopped;
        var operation = await RunAsync("Create", account, name, () => Upsert.RunAsync(
            _ => Task.FromResult<StreamingEndpointRecord?>(null),
            _ =>
            {
                account.Stamp(endpoint);
                return Task.FromResult(endpoint);
            },
            store.SaveAsync,
            cancellationToken), cancellationToken);
        return (endpoint, operation, true);
    }

    /// <summary>The changed endpoint; with an operation when the CDN setting changed.</summary>
    public async Task<(StreamingEndpointRecord Endpoint, AsyncOperation? Operation)> UpdateAsync(
        AccountScope account, string name, JsonObject patch, CancellationToken cancellationToken)
    {
        var changesCdn = false;
        var endpoint = await ChangeAsync(account, name, Change, cancellationToken);
        return (endpoint, changesCdn ? await operations.CompletedAsync(account.Id, StreamingEndpointHandler.Prefix + "Update", endpoint.Name, cancellationToken) : null);

        void Change(StreamingEndpointRecord row)
        {
            var before = (row.CdnEnabled, row.CdnProvider, row.CdnProfile);
            Fill(row, MergePatch.Apply(mapper.ToResource(row, account), patch), account);
            changesCdn = row.CdnEnabled != before.CdnEnabled || (row.CdnEnabled && before != (row.CdnEnabled, row.CdnProvider, row.CdnProfile));
        }
    }

    public Task<AsyncOperation> DeleteAsync(AccountScope account, string name, CancellationToken cancellationToken) =>
        RunAsync("Delete", account, name, () => ChangeAsync(account, name, Delete, cancellationToken), cancellationToken);

    /// <summary>Null when the endpoint is already in the wished state.</summary>
    public async Task<AsyncOperation?> MoveAsync(
        AccountScope account, string name, string action, StreamingEndpointState passing, StreamingEndpointState goal, CancellationToken cancellationToken)
    {
        var endpoint = await store.FindAsync(account.Id, name, cancellationToken) ?? throw StreamingEndpointEndpoints.NotFound(account, name);
        return endpoint.ResourceState == goal
            ? null
            : await RunAsync(action, account, endpoint.Name, () => ChangeAsync(account, name, row => row.ResourceState = passing, cancellationToken), cancellationToken);
    }

    public Task ScaleAsync(AccountScope account, string name, int scaleUnits, CancellationToken cancellationToken) =>
        ChangeAsync(account, name, row => row.ScaleUnits = scaleUnits, cancellationToken);

    private static void Delete(StreamingEndpointRecord endpoint)
    {
        if (endpoint.Name.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            throw ArmErrors.BadRequest("The default streaming endpoint cannot be deleted.");
        }

        if (endpoint.ResourceState != StreamingEndpointState.Stopped)
        {
            throw ArmErrors.BadRequest($"The streaming endpoint is in the '{endpoint.ResourceState}' state. Stop it before it is deleted.");
        }

        endpoint.ResourceState = StreamingEndpointState.Deleting;
    }

    private void Fill(StreamingEndpointRecord endpoint, JsonObject json, AccountScope account) =>
        bodies.Apply(json, endpoint, mapper.ToResource(endpoint, account), options.Value.Limits);

    private async Task<StreamingEndpointRecord> ChangeAsync(
        AccountScope account, string name, Action<StreamingEndpointRecord> change, CancellationToken cancellationToken)
    {
        var (endpoint, _) = await Upsert.RunAsync(
            token => store.FindAsync(account.Id, name, token),
            async row =>
            {
                var current = row ?? throw StreamingEndpointEndpoints.NotFound(account, name);
                if (current.ResourceState is not (StreamingEndpointState.Stopped or StreamingEndpointState.Running))
                {
                    throw ArmErrors.OperationInProgress();
                }

                var names = current.CustomHostNames;
                change(current);
                await hostNames.RequireFreeAsync(current, names, cancellationToken);
                account.Stamp(current);
                return current;
            },
            store.SaveAsync,
            cancellationToken);
        return endpoint;
    }

    private async Task<AsyncOperation> RunAsync(string action, AccountScope account, string name, Func<Task> change, CancellationToken cancellationToken)
    {
        var operation = await operations.RecordAsync(account.Id, StreamingEndpointHandler.Prefix + action, name, cancellationToken);
        try
        {
            await change();
        }
        catch (ArmException refused)
        {
            await operations.EndAsync(operation, refused.Error, CancellationToken.None);
            throw;
        }

        operations.Run(operation);
        return operation;
    }
}
