using System.Globalization;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Tests.Urls;

/// <summary>However a URL is written, what manifests hand down of it is read back as the same, and written the same again.</summary>
public sealed class CanonicalUrlTests
{
    private const string Locator = "/21b17732-0112-4d76-b526-763dcd843449/";
    private static readonly string[] Names = ["video", "aac_eng_2", "a-b.c", "ü", "100%", "a%2Cb", "i", "type", "format", "x y", "0", "audio_track", "日本"];
    private static readonly string[] Tags = ["m3u8-aapl", "m3u8-aapl-v4", "m3u8-aapl-v3", "m3u8-cmaf", "mpd-time-csf", "mpd-time-cmaf", "fmp4", "fmp4-v20"];
    private static readonly string[] Encryptions = ["cbc", "cenc", "cbcs-aapl", "piff"];

    [Test]
    public void What_is_handed_down_is_read_back_as_it_was()
    {
        var random = new Random(20261127);
        var kinds = new HashSet<RequestKind>();
        for (var round = 0; round < 20_000; round++)
        {
            var path = Locator + "a.ism/" + Resource(random);
            if (UrlParser.Parse(path, out var url) is null)
            {
                kinds.Add(url.Kind);
                var canonical = Canonical(url);
                Assert.That(UrlParser.Parse(Uri.UnescapeDataString(canonical), out var again), Is.Null, $"{path} as {canonical}");
                Assert.That(Facts(again), Is.EqualTo(Facts(url)), path);
                Assert.That(Canonical(again), Is.EqualTo(canonical), path);
            }
        }

        Assert.That(kinds, Is.EquivalentTo([RequestKind.Manifest, RequestKind.MediaPlaylist, RequestKind.KeyFramePlaylist, RequestKind.Fragment, RequestKind.Init, RequestKind.KeyFrame]));
    }

    private static string Resource(Random random)
    {
        var entries = new List<string>();
        Add("format", Tags);
        Add("encryption", Encryptions);
        Add("filter", ["a", "a;b", ";a;;", "A;é", " a ;b"]);
        Add("audioTrack", Names);
        Add("audio-only", ["true", "FALSE"]);
        Add("type", ["keyframes"], 0.3);
        var level = random.Next(5) == 0 ? "" : $"QualityLevels({random.Next(10_000_000)})/";
        var keyword = level.Length == 0 ? "manifest" : random.GetItems(["Manifest", "Fragments", "KeyFrames"], 1)[0];
        if (level.Length > 0)
        {
            var name = random.GetItems(Names, 1)[0];
            entries.Add(keyword switch
            {
                "Manifest" => name,
                "KeyFrames" => $"{name}_track={random.NextInt64()}",
                _ => $"{name}={(random.Next(4) == 0 ? "i" : random.NextInt64().ToString(CultureInfo.InvariantCulture))}",
            });
        }

        var list = entries.ToArray();
        random.Shuffle(list);
        return $"{level}{keyword}({string.Join(random.Next(8) == 0 ? ",," : ",", list)})";

        void Add(string key, string[] values, double chance = 0.5)
        {
            if (random.NextDouble() < chance)
            {
                entries.Add($"{(random.Next(4) == 0 ? key.ToUpperInvariant() : key)}={random.GetItems(values, 1)[0]}");
            }
        }
    }

    /// <summary>The URL as manifests list it, escaped.</summary>
    private static string Canonical(in StreamingUrl url)
    {
        var parameters = ChildParameters.Of(url);
        var tail = parameters.Length == 0 ? "" : "," + parameters;
        var name = Uri.EscapeDataString(url.TrackName.ToString());
        var level = string.Create(CultureInfo.InvariantCulture, $"{Locator}{url.FileName}/QualityLevels({url.Bitrate})/");
        return url.Kind switch
        {
            RequestKind.Manifest => $"{Locator}{url.FileName}/manifest({parameters})",
            RequestKind.MediaPlaylist => $"{level}Manifest({name}{tail})",
            RequestKind.KeyFramePlaylist => $"{level}Manifest({name}{tail},type=keyframes)",
            RequestKind.Init => $"{level}Fragments({name}=i{tail})",
            RequestKind.KeyFrame => string.Create(CultureInfo.InvariantCulture, $"{level}KeyFrames({name}_track={url.Time}{tail})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{level}Fragments({name}={url.Time}{tail})"),
        };
    }

    // Whether an audio-only variant is listed concerns the master playlist only.
    private static object Facts(in StreamingUrl url) =>
        (url.Kind, url.LocatorId, url.FileName.ToString(), url.Format, url.Encryption, url.Filters.ToString(), url.AudioTrack.ToString(), url.Bitrate, (url.TrackName.ToString(), url.Time));
}
