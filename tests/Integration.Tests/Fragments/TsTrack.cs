using System.Text.Json.Nodes;

namespace MediaPlatform.Integration.Tests.Fragments;

/// <summary>What ffprobe finds in one transport stream segment; times in seconds.</summary>
/// <param name="Promised">EXTINF.</param>
/// <param name="First">Decode time of the first sample.</param>
/// <param name="Last">Decode time of the last sample.</param>
/// <param name="FirstShown">Earliest presentation time.</param>
/// <param name="Steps">Decode time from each sample to the next.</param>
internal sealed record TsSegment(decimal Promised, decimal First, decimal Last, decimal FirstShown, bool StartsWithKey, IReadOnlyList<decimal> Steps);

/// <summary>One elementary stream of a playlist of transport stream segments.</summary>
internal sealed record TsTrack(string Name, bool IsVideo, IReadOnlyList<TsSegment> Segments)
{
    private const decimal Clock = 90000;

    /// <summary>What two roundings to the 90 kHz clock and one of ffprobe's may hide, seconds.</summary>
    public const decimal Rounding = 3 / Clock;

    /// <summary>The usual time from a sample to the next.</summary>
    public decimal Frame { get; } = Segments.SelectMany(segment => segment.Steps).Order().ElementAt(Segments.Sum(segment => segment.Steps.Count) / 2);

    public static async Task<IReadOnlyList<TsTrack>> ReadAsync(HlsPlaylist playlist)
    {
        var kinds = new Dictionary<string, List<TsSegment>>();
        foreach (var (url, promised) in playlist.Segments)
        {
            var (code, output, errors) = await Repository.RunAsync(
                "ffprobe", ["-v", "error", "-show_entries", "packet=codec_type,pts,dts,flags", "-of", "json", url.AbsoluteUri], TimeSpan.FromMinutes(1));
            Assert.That((code, errors), Is.EqualTo((0, "")), url.AbsoluteUri);
            foreach (var kind in JsonNode.Parse(output)!["packets"]!.AsArray().GroupBy(packet => packet!["codec_type"]!.GetValue<string>()).Where(kind => kind.Key is "video" or "audio"))
            {
                if (!kinds.TryGetValue(kind.Key, out var segments)) kinds[kind.Key] = segments = [];
                segments.Add(SegmentOf(promised, [.. kind.Select(packet => packet!)]));
            }
        }

        foreach (var (kind, segments) in kinds) Assert.That(segments, Has.Count.EqualTo(playlist.Segments.Count), $"{playlist.Name}: {kind} in every segment");
        return [.. kinds.Select(kind => new TsTrack($"{playlist.Name} {kind.Key}", kind.Key == "video", kind.Value))];
    }

    private static TsSegment SegmentOf(decimal promised, IReadOnlyList<JsonNode> packets)
    {
        var decode = packets.Select(packet => Time(packet, "dts")).ToList();
        return new(
            promised, decode[0], decode[^1], packets.Min(packet => Time(packet, "pts")), packets[0]["flags"]!.GetValue<string>().StartsWith('K'),
            [.. decode.Zip(decode.Skip(1), (first, second) => second - first)]);
    }

    private static decimal Time(JsonNode packet, string name) => packet[name]!.GetValue<long>() / Clock;
}
