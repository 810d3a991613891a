using System.Globalization;

namespace MediaPlatform.StreamingEndpoint.Tests.Requests;

/// <summary>A playlist taken apart as RFC 8216bis 4.1 says, by a reader that shares nothing with our writers.</summary>
internal sealed class HlsText
{
    private HlsText(Uri address, string[] lines) => (Address, Lines) = (address, lines);

    public Uri Address { get; }

    public string[] Lines { get; }

    public static async Task<HlsText> GetAsync(HttpClient client, Uri address) => new(address, (await client.GetStringAsync(address)).Split('\n'));

    public static Task<HlsText> GetAsync(HttpClient client, string path) => GetAsync(client, new Uri(client.BaseAddress!, path));

    /// <summary>Values of a tag, in order.</summary>
    public IEnumerable<string> Values(string tag) =>
        Lines.Where(line => line.StartsWith($"#{tag}:", StringComparison.Ordinal)).Select(line => line[(tag.Length + 2)..]);

    public bool Has(string tag) => Lines.Contains("#" + tag, StringComparer.Ordinal);

    public IReadOnlyList<Dictionary<string, string>> Attributes(string tag) => [.. Values(tag).Select(Parse)];

    /// <summary>STREAM-INF with the URI of the line that follows.</summary>
    public IReadOnlyList<(Dictionary<string, string> Attributes, Uri Playlist)> Variants =>
        [.. Lines.Select((line, i) => (line, i)).Where(item => item.line.StartsWith("#EXT-X-STREAM-INF:", StringComparison.Ordinal))
            .Select(item => (AttributesOf(item.line), new Uri(Address, Lines[item.i + 1])))];

    /// <summary>Duration in seconds and URI of each segment.</summary>
    public IReadOnlyList<(double Seconds, Uri Segment)> Segments =>
        [.. Lines.Select((line, i) => (line, i)).Where(item => item.line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(item => (double.Parse(item.line["#EXTINF:".Length..item.line.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture), new Uri(Address, Lines[item.i + 1])))];

    public int TargetDuration => int.Parse(Values("EXT-X-TARGETDURATION").Single(), CultureInfo.InvariantCulture);

    public int Version => int.Parse(Values("EXT-X-VERSION").Single(), CultureInfo.InvariantCulture);

    private static Dictionary<string, string> AttributesOf(string line) => Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    // AttributeName=AttributeValue, where a quoted string may hold commas; quotes are kept, so that a test sees whether there were any.
    private static Dictionary<string, string> Parse(string list)
    {
        var attributes = new Dictionary<string, string>();
        for (var at = 0; at < list.Length;)
        {
            var equals = list.IndexOf('=', at);
            var name = list[at..equals];
            Assert.That(name, Does.Match("^[A-Z0-9-]+$"));
            var end = list[equals + 1] == '"' ? list.IndexOf('"', equals + 2) + 1 : list.IndexOf(',', equals);
            end = end < 0 ? list.Length : end;
            Assert.That(attributes.TryAdd(name, list[(equals + 1)..end]), $"{name} comes once");
            Assert.That(end == list.Length || list[end] == ',', list);
            at = end + 1;
        }

        return attributes;
    }
}
