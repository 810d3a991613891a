using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>Films of a frame or a few.</summary>
public sealed partial class ShortFilmTests
{
    [TestCase(1)]
    [TestCase(12)]
    [TestCase(60)]
    public void The_peak_bitrate_is_not_below_the_average(int frames)
    {
        var track = SyntheticTrack.Create(
            new TrackFormat { Kind = TrackKind.Video, Codec = Codec.Avc, SampleEntryType = FourCC.Avc1, SampleEntry = default, CodecString = "avc1.42c00d", Width = 64, Height = 64 },
            timescale: 25, sampleDuration: 1, samples: frames, syncEvery: 50, totalBytes: frames * 3000);
        var presentation = PresentationBuilder.Build([new RenditionSource("a", track, "video")]);
        var master = Encoding.UTF8.GetString(HlsMasterWriter.Write(presentation, HlsForm.Cmaf, new ManifestOptions { Parameters = "format=m3u8-cmaf" }));
        var figures = Figures().Match(master);

        Assert.That(Number(figures, 1), Is.GreaterThanOrEqualTo(Number(figures, 2)));
    }

    [GeneratedRegex(":BANDWIDTH=([0-9]+),AVERAGE-BANDWIDTH=([0-9]+)")]
    private static partial Regex Figures();

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
