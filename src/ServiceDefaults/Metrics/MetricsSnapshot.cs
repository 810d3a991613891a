using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ServiceDefaults.Metrics;

/// <summary>Listens to the meters of this platform and of ASP.NET Core and writes their values in the Prometheus text format 0.0.4.</summary>
internal sealed class MetricsSnapshot : IDisposable
{
    // A label that takes an unbounded set of values must not fill the memory.
    private const int MostSeries = 5000;

    private const string HostingMeter = "Microsoft.AspNetCore.Hosting";
    private static readonly string[] s_meters = ["MediaPlatform", HostingMeter, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];
    private readonly ConcurrentDictionary<SeriesKey, Series> _series = new();
    private readonly MeterListener _listener = new();

    public MetricsSnapshot(IMeterFactory factory, IOptions<MetricsOptions> options)
    {
        var names = s_meters.Where(name => name != HostingMeter || options.Value.CountsHttpRequests).ToArray();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // A listener hears the whole process; meters of another service's factory are that service's business.
            var isOurs = instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, factory);
            if (isOurs && names.Any(name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal)))
            {
                listener.EnableMeasurementEvents(instrument, new InstrumentSeries(tags => SeriesOf(instrument, tags)));
            }
        };
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>All series known at this moment.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var group in _series.GroupBy(pair => pair.Key.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var kind = group.First().Value.Kind;
            text.Append("# TYPE ").Append(group.Key).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (var (key, series) in group.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, key);
            }
        }

        return text.ToString();
    }

    private static void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((InstrumentSeries)state!).Find(tags)?.Record(value, isAbsolute: instrument.IsObservable);

    private Series? SeriesOf(Instrument instrument, KeyValuePair<string, object?>[] tags)
    {
        var key = new SeriesKey(PrometheusName.Of(instrument), PrometheusName.Labels(tags));
        if (_series.TryGetValue(key, out var series))
        {
            return series;
        }

        return _series.Count >= MostSeries ? null : _series.GetOrAdd(key, _ => new Series(KindOf(instrument)));
    }

    private static SeriesKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? SeriesKind.Summary
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? SeriesKind.Counter
            : SeriesKind.Gauge;
    }
}
