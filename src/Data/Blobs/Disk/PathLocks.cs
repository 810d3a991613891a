namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Lets one caller at a time work on a path. A fixed number of locks serves all paths.</summary>
internal sealed class PathLocks
{
    /// <summary>Held while a condition on a blob is checked and the blob replaced.</summary>
    public static readonly PathLocks Blobs = new();

    /// <summary>Held while blocks are joined; a blob lock may be taken inside, never the other way round.</summary>
    public static readonly PathLocks Commits = new();

    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var taken = _locks[(uint)path.GetHashCode(StringComparison.Ordinal) % _locks.Length];
        await taken.WaitAsync(cancellationToken);
        return new Release(taken);
    }

    private sealed class Release(SemaphoreSlim taken) : IDisposable
    {
        public void Dispose() => taken.Release();
    }
}
