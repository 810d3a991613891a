using System.Collections.Concurrent;
using MediaPlatform.Data.Blobs;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// How many assets are opened at a time. Opening one takes many times the memory of what is kept of it, and with more at once than there are
/// processors none is done sooner: hundreds that are asked for in one moment wait for their turn, and hold nothing until then.
/// </summary>
internal sealed class OpeningTurns
{
    /// <summary>Assets of one storage account on another machine: most of their time is spent waiting for answers.</summary>
    public const int Remote = 16;

    /// <summary>Assets on this machine: one for each processor, but no more than what large ones leave memory for.</summary>
    public static readonly int Local = Math.Clamp(Environment.ProcessorCount, 2, 4);

    private readonly SemaphoreSlim _local = new(Local);

    // One account that does not answer must not keep those of another waiting.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _remote = new(StringComparer.Ordinal);

    /// <summary>Opens an asset when its turn has come, in the order of asking.</summary>
    /// <param name="container">Its container.</param>
    /// <param name="name">A blob of it.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<AssetSource> RunAsync(IBlobContainer container, string name, Func<Task<AssetSource>> open, CancellationToken cancellationToken)
    {
        var turns = container.TryGetLocalPath(name, out _) ? _local : _remote.GetOrAdd(container.StorageAccountName, static _ => new SemaphoreSlim(Remote));
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await open();
        }
        finally
        {
            turns.Release();
        }
    }
}
