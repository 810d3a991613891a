using System.Globalization;
using System.Text;

namespace MediaPlatform.ServiceDefaults.Metrics;

/// <summary>How the values of a series add up.</summary>
internal enum SeriesKind
{
    Counter,
    Gauge,
    Summary,
}

/// <summary>Name and labels of a series as they are written.</summary>
internal readonly record struct SeriesKey(string Name, string Labels);

/// <summary>The running value of one instrument under one set of labels.</summary>
internal sealed class Series(SeriesKind kind)
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
