using System.Text;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>What manifests say of segments that need the one before, RFC 8216 4.3.5.1 and ISO/IEC 23009-1 5.3.7.2.</summary>
[Category("Integration")]
public sealed class OpenGroupTests
{
    [TestCase("libx264", "-x264-params open-gop=1:bframes=3:b-adapt=0", false)]
    [TestCase("libx264", "-x264-params open-gop=0:bframes=3:b-adapt=0", true)]
    [TestCase("libx265", "-x265-params open-gop=1:bframes=3:b-adapt=0:log-level=none", false)]
    [TestCase("libx265", "-x265-params open-gop=0:bframes=3:b-adapt=0:log-level=none", true)]
    public async Task Segments_are_called_independent_only_where_no_picture_needs_the_segment_before(string encoder, string options, bool isIndependent)
    {
        var presentation = await PresentAsync(encoder, options);
        var (set, rendition) = (presentation.Sets[0], presentation.Sets[0].Renditions[0]);
        var named = new ManifestOptions { Parameters = ",format=m3u8-cmaf" };

        Assert.That(set.Plan.Count, Is.GreaterThan(1));
        Assert.That(Text(HlsMasterWriter.Write(presentation, HlsForm.Cmaf, named)).Contains("#EXT-X-INDEPENDENT-SEGMENTS", StringComparison.Ordinal), Is.EqualTo(isIndependent));
        Assert.That(Text(HlsPlaylistWriter.Write(set, rendition, HlsForm.Cmaf, named)).Contains("#EXT-X-INDEPENDENT-SEGMENTS", StringComparison.Ordinal), Is.EqualTo(isIndependent));
        Assert.That(Text(MpdWriter.Write(presentation, isCmaf: true, named)), Does.Contain($"startWithSAP=\"{(isIndependent ? 1 : 3)}\""));
    }

    private static string Text(byte[] manifest) => Encoding.UTF8.GetString(manifest);

    private static async Task<Presentation> PresentAsync(string encoder, string options)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("video.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25:duration=14", "-c:v", encoder, "-preset", "ultrafast", "-g", "50", "-keyint_min", "50",
                .. options.Split(' '), path,
            ]);
        Assert.That(made.ExitCode, Is.Zero, made.Errors);
        return PackagedTrack.Present(await Mp4Parser.ReadAsync(new MemoryMediaReader(await File.ReadAllBytesAsync(path))));
    }
}
