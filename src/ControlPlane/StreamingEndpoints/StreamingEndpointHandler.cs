using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Operations;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>
/// Brings an endpoint from its passing state to the lasting one. The origin follows the state in the catalog, so there is no machine to wait for;
/// the states are those that clients expect to see.
/// </summary>
internal sealed class StreamingEndpointHandler(StreamingEndpointStore store) : IOperationHandler
{
    public const string Prefix = "StreamingEndpoints_";

    public bool Handles(string kind) => kind.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task<ArmError?> RunAsync(AsyncOperation operation, CancellationToken cancellationToken)
    {
        while (await store.FindAsync(operation.AccountId, operation.ResourceName, cancellationToken) is { } endpoint)
        {
            if (endpoint.ResourceState == StreamingEndpointState.Deleting)
            {
                await store.DeleteAsync(operation.AccountId, operation.ResourceName, cancellationToken);
                break;
            }

            if (LastingState(endpoint.ResourceState) is not { } state)
            {
                break;
            }

            endpoint.ResourceState = state;
            if (await store.SaveAsync(endpoint, cancellationToken) == SaveOutcome.Updated)
            {
                break;
            }
        }

        return null;
    }

    private static StreamingEndpointState? LastingState(StreamingEndpointState state) => state switch
    {
        StreamingEndpointState.Starting => StreamingEndpointState.Running,
        StreamingEndpointState.Stopping => StreamingEndpointState.Stopped,
        _ => null,
    };
}
