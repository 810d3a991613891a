using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

public sealed class SampleTimesTests
{
    private static IEnumerable<string> Files() => SampleMedia.Mp4Files();

    [TestCaseSource(nameof(Files))]
    public async Task Times_are_those_of_the_track_in_any_order(string path)
    {
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        foreach (var track in (await Mp4Parser.ReadAsync(reader)).Tracks.Where(track => track.SampleCount > 0))
        {
            var random = new Random(track.SampleCount);
            var some = Enumerable.Range(0, 200).Select(_ => random.Next(track.SampleCount)).ToList();
            Check(track, [.. some.Order(), .. some, track.SampleCount - 1, 0]);
        }
    }

    private static void Check(TrackIndex track, int[] samples)
    {
        var walk = new SampleTimes(track);
        Assert.That(walk.StartOf(track.SampleCount), Is.EqualTo(track.End.Ticks));
        foreach (var sample in samples)
        {
            var start = track.DecodeTime(sample).Ticks;
            Assert.That(walk.StartOf(sample), Is.EqualTo(start));
            Assert.That(walk.EndOf(sample), Is.EqualTo(start + track.SampleDuration(sample).Ticks));
        }
    }
}
