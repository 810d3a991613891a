namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Lets one writer at a time check a condition on a blob and replace it. A fixed number of locks serves all paths.</summary>
internal static class PathLocks
{
    private static readonly SemaphoreSlim[] Locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var taken = Locks[(uint)path.GetHashCode(StringComparison.Ordinal) % Locks.Length];
        await taken.WaitAsync(cancellationToken);
        return new Release(taken);
    }

    private sealed class Release(SemaphoreSlim taken) : IDisposable
    {
        public void Dispose() => taken.Release();
    }
}
