using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>The manifests that AMS published come out of the same model byte for byte, improvements of decision 0180 apart.</summary>
public sealed class SeedManifestTests
{
    [Test]
    public void The_hls_master_of_version_4_is_the_published_one() =>
        Assert.That(
            Text(HlsMasterWriter.Write(IgniteModel.Load(), HlsForm.Ts, new() { Parameters = "format=m3u8-aapl" }, audioOnly: true)),
            Is.EqualTo(Text(IgniteModel.Seed("ignite-hls-v4.m3u8"))));

    [Test]
    public void The_audio_only_variant_is_left_out_unless_asked_for()
    {
        var lines = Text(HlsMasterWriter.Write(IgniteModel.Load(), HlsForm.Ts, new() { Parameters = "format=m3u8-aapl" })).Split('\n');
        var seed = Text(IgniteModel.Seed("ignite-hls-v4.m3u8")).Split('\n');
        Assert.That(lines, Is.EqualTo(seed[..^3].Append("")));
    }

    [Test]
    public void The_smooth_manifest_is_the_published_one() =>
        Assert.That(
            Text(SmoothManifestWriter.Write(IgniteModel.Load(), version20: false, new() { Parameters = "" })),
            Is.EqualTo(Text(IgniteModel.Seed("ignite-smooth.xml"))));

    [Test]
    public void The_dash_manifest_is_the_published_one_apart_from_improvements()
    {
        var written = Text(MpdWriter.Write(IgniteModel.Load(), isCmaf: false, new() { Parameters = "format=mpd-time-csf" }));
        // The https in the published file is an edit of its documentation.
        var seed = Text(IgniteModel.Seed("ignite-dash-csf.mpd")).Replace("https://www.w3.org", "http://www.w3.org", StringComparison.Ordinal);

        Assert.That(WithoutImprovements(written), Is.EqualTo(seed));
        Assert.That(written, Does.Contain("<S t=\"0\" d=\"60160000\" r=\"10\" />"));
        Assert.That(written, Does.Contain("frameRate=\"30000/1001\" sar=\"1:1\""));
        Assert.That(written, Does.Contain("urn:mpeg:mpegB:cicp:ChannelConfiguration\" value=\"2\""));
    }

    [Test]
    public void Bandwidth_follows_the_rule_of_every_captured_playlist()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Spec("vectors/hls-bandwidth.json")));
        Assert.Multiple(() =>
        {
            foreach (var item in vectors.RootElement.GetProperty("cases").EnumerateArray())
            {
                var figure = new[] { "video", "audio" }.Select(item.GetProperty).Where(value => value.ValueKind == JsonValueKind.Number)
                    .Sum(value => HlsBandwidth.OfTrack(value.GetInt64()));
                Assert.That(figure, Is.EqualTo(item.GetProperty("BANDWIDTH").GetInt64()));
            }
        });
    }

    private static string WithoutImprovements(string mpd)
    {
        mpd = Regex.Replace(mpd, " frameRate=\"[^\"]*\" sar=\"[^\"]*\"", "");
        mpd = Regex.Replace(mpd, " *<AudioChannelConfiguration [^\n]*\n", "");
        return mpd.Replace("<S t=\"0\" ", "<S ", StringComparison.Ordinal);
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
