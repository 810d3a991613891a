using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Smooth files whose sound begins before zero, as encoders write the frame that primes the decoder.</summary>
[Category("Integration")]
public sealed class EarlyFragmentTests
{
    [Test]
    public async Task Frames_before_zero_are_cut_as_by_an_edit_list()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("sound.isma");
        var made = await ToolRunner.RunAsync(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=sample_rate=48000:duration=8", "-c:a", "aac", "-frag_duration", "2000000", "-f", "ismv", path]);
        Assert.That(made.Errors, Is.Empty);
        using var reader = new FileMediaReader(path);
        var track = (await Mp4Parser.ReadAsync(reader)).Tracks.Single();
        var packets = await ToolRunner.RunAsync("ffprobe", ["-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", path]);

        Assert.That(track.SampleCount, Is.EqualTo(int.Parse(packets.Output, System.Globalization.CultureInfo.InvariantCulture) - 1));
        Assert.That(track.Start.Ticks, Is.Zero);
        Assert.That(track.End.Seconds, Is.EqualTo(8).Within(0.03));
        Assert.That(track.FragmentStarts.Length, Is.GreaterThan(2));
        Assert.That(PackagedTrack.Present(await Mp4Parser.ReadAsync(reader)).Timeline.Start, Is.Zero);
    }
}
