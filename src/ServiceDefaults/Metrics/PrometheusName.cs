using System.Diagnostics.Metrics;
using System.Text;

namespace MediaPlatform.ServiceDefaults.Metrics;

internal static class PrometheusName
{
    public static string Of(Instrument instrument)
    {
        var name = Clean(instrument.Name);
        return instrument.Unit is "s" && !name.EndsWith("_seconds", StringComparison.Ordinal) ? name + "_seconds"
            : instrument.Unit is "By" && !name.EndsWith("_bytes", StringComparison.Ordinal) ? name + "_bytes"
            : name;
    }

    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length == 1 ? "" : ",").Append(Clean(name)).Append("=\"").Append(Escape(value?.ToString() ?? "")).Append('"');
        }

        return text.Append('}').ToString();
    }

    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        }

        return text.ToString();
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
