using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Undo;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ControlPlane.Undo;

/// <summary>
/// Removes what is left of deleted resources, the containers of assets first: whatever dies in between, the row that names a container is
/// there and the next round goes on.
/// </summary>
internal sealed partial class DeletedResourcePurger(DeletedResourceStore store, AssetStore assets, IBlobStore blobs, ILogger<DeletedResourcePurger> logger)
{
    private const int RowsAtATime = 100;

    /// <summary>Removes one, whether or not its days are over.</summary>
    /// <returns>False when it is gone, restored or in the hands of another process.</returns>
    public async Task<bool> PurgeAsync(DeletedResource deleted, CancellationToken cancellationToken)
    {
        if (!await store.TryStartPurgeAsync(deleted.Id, cancellationToken))
        {
            return false;
        }

        if (deleted is { StorageAccountName: { } storage, Container: { } container } && !await assets.IsContainerUsedAsync(storage, container, cancellationToken))
        {
            await blobs.GetContainer(storage, container).DeleteAsync(cancellationToken);
        }

        await store.EndPurgeAsync(deleted.Id, cancellationToken);
        Log.Purged(logger, deleted.Kind, deleted.ResourceName, deleted.Container);
        return true;
    }

    /// <summary>
    /// Makes way for a new asset that names the container of a deleted one: whoever asks for it expects what he got before there was an undo,
    /// an empty container. That deletion is final then.
    /// </summary>
    /// <returns>False when the container belonged to an asset of another account, or is being removed or restored at this moment.</returns>
    public async Task<bool> TryFreeContainerAsync(Asset asset, CancellationToken cancellationToken)
    {
        var deleted = await store.FindByContainerAsync(asset.StorageAccountName, asset.Container, cancellationToken);
        return deleted is null || (deleted.AccountId == asset.AccountId && await PurgeAsync(deleted, cancellationToken));
    }

    /// <summary>Removes all whose days are over. One that fails is tried again by a later round.</summary>
    public async Task PurgeDueAsync(CancellationToken cancellationToken)
    {
        var failed = false;
        while (!failed && await store.ListDueAsync(RowsAtATime, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var deleted in due)
            {
                failed |= !await TryPurgeAsync(deleted, cancellationToken);
            }
        }
    }

    private async Task<bool> TryPurgeAsync(DeletedResource deleted, CancellationToken cancellationToken)
    {
        try
        {
            await PurgeAsync(deleted, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.Failed(logger, error, deleted.Kind, deleted.ResourceName, deleted.Container);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "What was left of the deleted {Kind} {Name} is removed for good, with its container {Container}")]
        public static partial void Purged(ILogger logger, DeletedKind kind, string name, string? container);

        [LoggerMessage(2, LogLevel.Error, "What was left of the deleted {Kind} {Name} could not be removed, with its container {Container}; this will be tried again")]
        public static partial void Failed(ILogger logger, Exception error, DeletedKind kind, string name, string? container);
    }
}
