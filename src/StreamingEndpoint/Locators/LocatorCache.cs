using System.Collections.Concurrent;
using MediaPlatform.Data.Streaming;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Locators;

/// <summary>
/// Locators in memory. One poll compares the stamps of all of them with the catalog, so that a change or deletion is
/// seen within seconds at the cost of one query; while the catalog is away the last known state is served.
/// </summary>
internal sealed partial class LocatorCache(
    LocatorReader reader, ProtectionReader protections, IOptions<StreamingEndpointOptions> options, TimeProvider clock, ILogger<LocatorCache> logger) : BackgroundService
{
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewalTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, LocatorEntry> _entries = new();
    private readonly StreamingEndpointOptions _options = options.Value;

    /// <summary>The locator, or null when there is none of this id.</summary>
    /// <exception cref="OriginException">The catalog is away and the locator is not known.</exception>
    public ValueTask<LocatorModel?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        if (_entries.TryGetValue(id, out var entry) && entry.Loaded is { IsCompletedSuccessfully: true } loaded)
        {
            entry.LastUsed = now;
            if (entry.IsOutdated)
            {
                return new(RenewedAsync(id, entry, cancellationToken));
            }

            if (entry.Model is not null || clock.GetElapsedTime(entry.Created, now) < UnknownLifetime)
            {
                return new(entry.Model);
            }

            _entries.TryRemove(new(id, entry));
        }

        return new(LoadAsync(id, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.CatalogPollInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PollAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.CatalogUnreachable(logger, exception.GetType().Name);
            }
        }
    }

    private async Task<LocatorModel?> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_entries.Count >= _options.MaxLocators)
        {
            Trim();
        }

        var entry = _entries.GetOrAdd(id, static (_, state) => new LocatorEntry(state.clock.GetTimestamp()), (clock, 0));
        try
        {
            return await entry.LoadOnce(() => ReadInTimeAsync(id)).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _entries.TryRemove(new(id, entry));
            Log.CatalogUnreachable(logger, exception.GetType().Name);
            throw new OriginException(MpeErrors.StorageServerBusy.Because("The catalog cannot be reached."));
        }
    }

    // On the pool: SQLite answers on the thread that asks, and the request may be on an event loop. Clients of databases do not always
    // see that they are to give up, as while they connect; those who wait do not wait for that.
    private Task<LocatorModel?> ReadInTimeAsync(Guid id) => Task.Run(() => ReadAsync(id), CancellationToken.None).WaitAsync(ReadTime, clock);

    // Shared by all who wait for the locator, so no single request may cancel it.
    private async Task<LocatorModel?> ReadAsync(Guid id)
    {
        using var timeout = new CancellationTokenSource(ReadTime, clock);
        var published = await reader.FindAsync(id, timeout.Token);
        return published is null ? null : new LocatorModel(published, protections);
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        Trim();
        var known = _entries.Where(pair => pair.Value.Model is not null).ToArray();
        if (known.Length == 0)
        {
            return;
        }

        var stamps = await reader.ReadStampsAsync([.. known.Select(pair => pair.Key)], cancellationToken);
        var outdated = new List<(Guid Id, LocatorEntry Entry)>();
        foreach (var (id, entry) in known)
        {
            if (!stamps.TryGetValue(id, out var stamp))
            {
                _entries.TryRemove(new(id, entry));
            }
            else if (stamp != entry.Model!.Stamp)
            {
                entry.Outdate();
                outdated.Add((id, entry));
            }
        }

        // A filter of an account changes thousands at once: who asks for one of them meanwhile does not wait for the others.
        foreach (var (id, entry) in outdated.Where(one => one.Entry.IsOutdated))
        {
            await entry.RenewOnce(() => ReadInTimeAsync(id)).WaitAsync(cancellationToken);
        }
    }

    private async Task<LocatorModel?> RenewedAsync(Guid id, LocatorEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await entry.RenewOnce(() => ReadInTimeAsync(id)).WaitAsync(RenewalTime, clock, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CatalogUnreachable(logger, exception.GetType().Name);
        }

        return entry.Model;
    }

    private void Trim()
    {
        var now = clock.GetTimestamp();
        foreach (var (id, entry) in _entries)
        {
            var idle = clock.GetElapsedTime(entry.LastUsed, now);
            if (idle > (entry.Model is null ? UnknownLifetime : _options.LocatorLifetime))
            {
                _entries.TryRemove(new(id, entry));
            }
        }

        var surplus = _entries.Count - _options.MaxLocators;
        if (surplus > 0)
        {
            foreach (var pair in _entries.OrderBy(pair => pair.Value.LastUsed).Take(surplus + (_options.MaxLocators / 16)).ToArray())
            {
                _entries.TryRemove(pair);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The catalog cannot be read ({Error}); known locators keep their last state")]
        public static partial void CatalogUnreachable(ILogger logger, string error);
    }
}
