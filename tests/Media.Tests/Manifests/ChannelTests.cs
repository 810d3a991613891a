using System.Text;
using System.Xml.Linq;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>AudioChannelConfiguration stands where it is true: at the set, or at each of its levels (ISO/IEC 23009-1 5.3.7.2).</summary>
public sealed class ChannelTests
{
    [TestCase(2, 2, "2")]
    [TestCase(2, 6, "2 6")]
    public void Levels_of_different_channels_announce_their_own(int first, int second, string expected)
    {
        var presentation = PresentationBuilder.Build([Source(first, 64_000), Source(second, 128_000)]);
        var mpd = XDocument.Parse(Encoding.UTF8.GetString(MpdWriter.Write(presentation, isCmaf: true, new ManifestOptions { Parameters = "format=mpd-time-cmaf" })));
        var ns = mpd.Root!.Name.Namespace;
        var values = mpd.Descendants(ns + "AudioChannelConfiguration").ToList();

        Assert.That(values.Select(element => element.Attribute("value")!.Value), Is.EquivalentTo(expected.Split(' ')));
        Assert.That(values.Select(element => element.Parent!.Name.LocalName), Is.All.EqualTo(first == second ? "AdaptationSet" : "Representation"));
    }

    private static RenditionSource Source(int channels, long bitrate)
    {
        var format = new TrackFormat { Kind = TrackKind.Audio, Codec = Codec.Aac, SampleEntryType = FourCC.Mp4a, SampleEntry = default, CodecString = "mp4a.40.2", Channels = channels, SamplingRate = 48000 };
        return new("a", SyntheticTrack.Create(format, timescale: 48000, sampleDuration: 1024, samples: 400, syncEvery: 1, totalBytes: 100_000), "audio") { Bitrate = bitrate };
    }
}
