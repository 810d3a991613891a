using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Presentations;

/// <summary>Fragments as recorders stored them: they stay, except where a player could not begin with one.</summary>
[Category("Integration")]
public sealed class StoredFragmentTests
{
    [TestCase("frag_keyframe+empty_moov", 0, 5)]
    [TestCase("empty_moov+default_base_moof", 1_000_000, 5)]
    [TestCase("empty_moov+default_base_moof", 700_000, 2)]
    [TestCase("empty_moov+default_base_moof+frag_every_frame", 0, 2)]
    public async Task Every_fragment_of_video_begins_with_a_key_frame(string flags, int microseconds, int fragments)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("recorded.mp4");
        var made = await ToolRunner.RunAsync(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=10", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0",
                "-movflags", flags, .. microseconds > 0 ? new[] { "-frag_duration", $"{microseconds}" } : [], path]);
        Assert.That(made.Errors, Is.Empty);
        using var reader = new FileMediaReader(path);
        var set = PackagedTrack.Present(await Mp4Parser.ReadAsync(reader)).Sets.Single();
        var track = set.Renditions[0].Track;

        Assert.That(track.IsFragmented, Is.True);
        Assert.That(set.Plan.Count, Is.EqualTo(fragments));
        Assert.That(Enumerable.Range(0, set.Plan.Count).Select(number => track.IsSync(set.Renditions[0].Samples(number).First)), Is.All.True);
        Assert.That(Enumerable.Range(0, set.Plan.Count).Sum(number => set.Renditions[0].Samples(number).Count), Is.EqualTo(250));
    }
}
