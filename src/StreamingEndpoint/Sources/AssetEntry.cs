using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>The mutable holder of one cached presentation; the source inside is replaced whole.</summary>
internal sealed class AssetEntry
{
    private readonly Lock _lock = new();
    private Task<AssetSource>? _loading;
    private volatile AssetSource? _source;
    private long _checked;
    private long _lastUsed;
    private bool _isRetired;

    public AssetSource? Source => _source;

    /// <summary>Timestamp of the last comparison with the storage.</summary>
    public long Checked => Volatile.Read(ref _checked);

    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>The refusal of the last load; kept for as long as a good source would be trusted.</summary>
    public OriginException? Failure { get; private set; }

    /// <summary>Runs the work unless it runs already, in which case its result is shared.</summary>
    /// <returns>Null when the entry was retired: there is, or will be, another for the key.</returns>
    public Task<AssetSource>? Once(Func<Task<AssetSource>> work)
    {
        lock (_lock)
        {
            return _isRetired ? null : _loading is { IsCompleted: false } running ? running : _loading = Task.Run(work);
        }
    }

    /// <summary>Ends the use of the entry, unless its work runs: the source that comes of it would belong to nobody.</summary>
    /// <param name="source">What the entry held; the caller's to close.</param>
    public bool TryRetire(out AssetSource? source)
    {
        lock (_lock)
        {
            source = null;
            if (_isRetired || _loading is { IsCompleted: false })
            {
                return false;
            }

            _isRetired = true;
            (source, _source) = (_source, null);
            return true;
        }
    }

    /// <summary>Takes over a loaded source and hands back the one it replaces.</summary>
    public AssetSource? Replace(AssetSource source, long timestamp)
    {
        lock (_lock)
        {
            var old = _source;
            _source = source;
            Failure = null;
            Volatile.Write(ref _checked, timestamp);
            return ReferenceEquals(old, source) ? null : old;
        }
    }

    /// <summary>Remembers a refusal and hands back the source that was in force.</summary>
    public AssetSource? Fail(OriginException failure, long timestamp)
    {
        lock (_lock)
        {
            var old = _source;
            _source = null;
            Failure = failure;
            Volatile.Write(ref _checked, timestamp);
            return old;
        }
    }
}
