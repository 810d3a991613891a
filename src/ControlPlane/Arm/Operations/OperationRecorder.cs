using System.Text.Json;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Operations;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>Writes the records that clients of long-running operations poll. They live in the catalog and survive a restart.</summary>
internal sealed class OperationRecorder(AsyncOperationStore store, OperationQueue queue, IOptions<ControlPlaneOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Records an operation whose work a <see cref="IOperationHandler"/> does, before the change that it completes is stored: whatever
    /// dies in between, the worker's sweep finds the record. <see cref="Run"/> hands it over at once.
    /// </summary>
    public Task<AsyncOperation> RecordAsync(Guid accountId, string kind, string resourceName, CancellationToken cancellationToken) =>
        CreateAsync(accountId, kind, resourceName, AsyncOperationStatus.InProgress, cancellationToken);

    public void Run(AsyncOperation operation) => queue.Add(operation);

    /// <summary>Records an operation that was done within the request; clients poll once and see it succeeded.</summary>
    public Task<AsyncOperation> CompletedAsync(Guid accountId, string kind, string resourceName, CancellationToken cancellationToken) =>
        CreateAsync(accountId, kind, resourceName, AsyncOperationStatus.Succeeded, cancellationToken);

    public Task EndAsync(AsyncOperation operation, ArmError? error, CancellationToken cancellationToken) =>
        store.EndAsync(
            operation.Id,
            error is null ? AsyncOperationStatus.Succeeded : AsyncOperationStatus.Failed,
            error is null ? null : JsonSerializer.Serialize(error, ContractJson.Options),
            clock.GetUtcNow(),
            cancellationToken);

    private async Task<AsyncOperation> CreateAsync(
        Guid accountId, string kind, string resourceName, AsyncOperationStatus status, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var operation = new AsyncOperation
        {
            Id = Guid.NewGuid(),
            AccountId = accountId,
            Kind = kind,
            ResourceName = resourceName,
            Status = status,
            StartTime = now,
            EndTime = status == AsyncOperationStatus.InProgress ? null : now,
            ExpiresAt = now + options.Value.OperationLifetime,
        };
        return await store.CreateAsync(operation, cancellationToken) == SaveOutcome.Created
            ? operation
            : throw new InvalidOperationException("The operation record could not be stored.");
    }
}
