using System.Collections.Frozen;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.StreamingEndpoints;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Endpoints;

/// <summary>Which streaming endpoint answers for a host; follows the catalog and keeps the last good state while it is away.</summary>
internal sealed partial class EndpointDirectory(
    StreamingEndpointStore store, ISecretProtector secrets, IOptions<StreamingEndpointOptions> options, IOptions<AddressOptions> addresses,
    TimeProvider clock, ILogger<EndpointDirectory> logger)
    : BackgroundService
{
    private readonly EndpointNames _names = new(addresses.Value.Streaming);
    private volatile Snapshot _snapshot = Snapshot.Empty;

    /// <summary>
    /// The endpoint with this host name, or the default endpoint of the account for hosts that no endpoint names
    /// (loopback, addresses, a proxy's own name). Null when the host belongs to another account or to an endpoint that is no more.
    /// </summary>
    public EndpointModel? Find(string host, Guid accountId)
    {
        if (FindNamed(host) is { } endpoint)
        {
            return endpoint.AccountId == accountId ? endpoint : null;
        }

        return _names.IsOfEndpoint(host) ? null : _snapshot.Defaults.GetValueOrDefault(accountId);
    }

    /// <summary>The endpoint of a host when the URL names no locator.</summary>
    public EndpointModel? Find(string host) => FindNamed(host) ?? (_names.IsOfEndpoint(host) ? null : _snapshot.First);

    /// <summary>The endpoint with this host name alone.</summary>
    public EndpointModel? FindNamed(string host) => _snapshot.ByHost.GetValueOrDefault(EndpointNames.Plain(host));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CatalogPollInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RefreshAsync(stoppingToken);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var records = await store.ListAllAsync(cancellationToken);
            _snapshot = Snapshot.From(records, _names, secrets, options.Value.MaxCacheAge);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CatalogUnreachable(logger, exception.GetType().Name);
        }
    }

    private sealed record Snapshot(
        FrozenDictionary<string, EndpointModel> ByHost, FrozenDictionary<Guid, EndpointModel> Defaults, EndpointModel? First)
    {
        public static readonly Snapshot Empty = new(
            FrozenDictionary<string, EndpointModel>.Empty, FrozenDictionary<Guid, EndpointModel>.Empty, null);

        public static Snapshot From(IReadOnlyList<StreamingEndpointRecord> records, EndpointNames names, ISecretProtector secrets, int cacheAge)
        {
            var models = new Dictionary<Guid, EndpointModel>();
            var defaults = new Dictionary<Guid, EndpointModel>();
            EndpointModel? first = null;
            foreach (var record in records)
            {
                var model = models[record.Id] = EndpointModel.From(record, secrets, cacheAge);
                if (model.IsDefault)
                {
                    defaults[record.AccountId] = model;
                    first ??= model;
                }
            }

            var byHost = new Dictionary<string, EndpointModel>(StringComparer.OrdinalIgnoreCase);
            foreach (var (host, record) in Claims(records))
            {
                if (HostOf(host) is { Length: > 0 } name && !names.IsShared(name))
                {
                    byHost.TryAdd(name, models[record.Id]);
                }
            }

            return new(byHost.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), defaults.ToFrozenDictionary(), first);
        }

        // Nobody can claim away the name that an endpoint was given, nor the one that an older endpoint has.
        private static IEnumerable<(string Host, StreamingEndpointRecord Record)> Claims(IReadOnlyList<StreamingEndpointRecord> records) =>
            records.Select(record => (record.HostName, record))
                .Concat(records.OrderBy(record => record.Created).SelectMany(record => record.CustomHostNames.Select(host => (host, record))));

        // A stored host name may carry a port.
        private static string HostOf(string host) => EndpointNames.Plain(host.Split(':')[0].Trim());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The catalog cannot be read ({Error}); streaming endpoints keep their last known state")]
        public static partial void CatalogUnreachable(ILogger logger, string error);
    }
}
