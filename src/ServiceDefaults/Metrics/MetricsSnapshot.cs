using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace MediaPlatform.ServiceDefaults.Metrics;

/// <summary>Listens to the meters of this platform and of ASP.NET Core and writes their values in the Prometheus text format 0.0.4.</summary>
internal sealed class MetricsSnapshot : IDisposable
{
    // A label that takes an unbounded set of values must not fill the memory.
    private const int MostSeries = 5000;

    private static readonly string[] s_meters = ["MediaPlatform", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];
    private readonly ConcurrentDictionary<SeriesKey, Series> _series = new();
    private readonly MeterListener _listener = new();

    public MetricsSnapshot(IMeterFactory? factory = null)
    {
        _ = factory; // asked for so that the factory lives at least as long as the listener
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (s_meters.Any(name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
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

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new SeriesKey(PrometheusName.Of(instrument), PrometheusName.Labels(tags));
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MostSeries)
            {
                return;
            }

            series = _series.GetOrAdd(key, _ => new Series(KindOf(instrument)));
        }

        series.Record(value, isAbsolute: instrument.IsObservable);
    }

    private static SeriesKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? SeriesKind.Summary
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? SeriesKind.Counter
            : SeriesKind.Gauge;
    }

    private enum SeriesKind
    {
        Counter,
        Gauge,
        Summary,
    }

    private readonly record struct SeriesKey(string Name, string Labels);

    private sealed class Series(SeriesKind kind)
    {
        private readonly Lock _lock = new();
        private double _value;
        private long _count;

        public SeriesKind Kind => kind;

        public void Record(double value, bool isAbsolute)
        {
            lock (_lock)
            {
                _value = isAbsolute ? value : _value + value;
                _count++;
            }
        }

        public void Write(StringBuilder text, SeriesKey key)
        {
            double value;
            long count;
            lock (_lock)
            {
                (value, count) = (_value, _count);
            }

            if (kind == SeriesKind.Summary)
            {
                Line(text, key.Name + "_sum", key.Labels, value.ToString(CultureInfo.InvariantCulture));
                Line(text, key.Name + "_count", key.Labels, count.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                Line(text, key.Name, key.Labels, value.ToString(CultureInfo.InvariantCulture));
            }
        }

        private static void Line(StringBuilder text, string name, string labels, string value) =>
            text.Append(name).Append(labels).Append(' ').Append(value).Append('\n');
    }
}
