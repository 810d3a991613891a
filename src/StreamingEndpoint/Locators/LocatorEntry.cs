namespace MediaPlatform.StreamingEndpoint.Locators;

/// <summary>The mutable holder of one cached locator; models are replaced whole.</summary>
internal sealed class LocatorEntry(long created)
{
    private readonly Lock _lock = new();
    private volatile LocatorModel? _model;
    private long _lastUsed = created;
    private Task? _renewal;
    private volatile bool _isOutdated;

    /// <summary>Timestamp of the first request.</summary>
    public long Created { get; } = created;

    /// <summary>Timestamp of the last request.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>The load in progress or done; null before the first.</summary>
    public Task<LocatorModel?>? Loaded { get; private set; }

    public LocatorModel? Model => _model;

    /// <summary>Starts the load, or joins the one that another request started.</summary>
    public Task<LocatorModel?> LoadOnce(Func<Task<LocatorModel?>> load)
    {
        lock (_lock)
        {
            return Loaded ??= KeepAsync(load);
        }
    }

    /// <summary>The catalog holds another version than the model.</summary>
    public bool IsOutdated => _isOutdated;

    public void Outdate() => _isOutdated = true;

    /// <summary>Reads the model anew, or joins the reading that another request started. When it fails the model stays.</summary>
    public Task RenewOnce(Func<Task<LocatorModel?>> read)
    {
        lock (_lock)
        {
            return _renewal is { IsCompleted: false } running ? running : _renewal = RenewAsync(read);
        }
    }

    private async Task RenewAsync(Func<Task<LocatorModel?>> read)
    {
        try
        {
            _model = await read();
        }
        finally
        {
            _isOutdated = false;
        }
    }

    private async Task<LocatorModel?> KeepAsync(Func<Task<LocatorModel?>> load)
    {
        var model = await load();
        _model = model;
        return model;
    }
}
