using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;
using static MediaPlatform.Media.Tests.Tracks.HostileMovie;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Segments that begin with styp: several movie fragments of a track in one are its chunks.</summary>
public sealed class DelimitedSegmentTests
{
    private static readonly byte[] Styp = Box("styp", "msdh"u8.ToArray(), U32(0));
    private static readonly byte[] Data = Box("mdat", new byte[4000]);

    [Test]
    public async Task Chunks_of_a_segment_are_one_fragment()
    {
        var file = await ReadAsync([1], Styp, Of(1), Of(1), Styp, Of(1), Of(1), Data);

        Assert.That(Starts(file, 0), Is.EqualTo(new uint[] { 0, 20 }));
    }

    [Test]
    public async Task Segments_with_a_movie_fragment_for_each_track_are_segments_of_both()
    {
        var file = await ReadAsync([1, 2], Styp, Of(1), Of(2), Styp, Of(1), Of(2), Styp, Of(2), Of(1), Data);

        Assert.That((Starts(file, 0), Starts(file, 1)), Is.EqualTo((new uint[] { 0, 10, 20 }, new uint[] { 0, 10, 20 })));
    }

    [Test]
    public async Task Many_empty_boxes_beside_many_tracks_cost_little()
    {
        var tracks = Enumerable.Range(1, 256).Select(id => Track((uint)id, None()));
        var fragments = Enumerable.Repeat(Box("moof"), 900_000).SelectMany(box => box).ToArray();

        var (_, time, _) = await HostileMovie.ReadAsync(File(tracks, true, Styp, fragments));

        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    private static byte[] Of(uint track) => Fragment([TrackFragment(track, 4, 10)]);

    private static uint[] Starts(MediaFile file, int track) => file.Tracks[track].FragmentStarts.ToArray();

    private static async Task<MediaFile> ReadAsync(uint[] tracks, params byte[][] boxes) =>
        await Mp4Parser.ReadAsync(new MemoryMediaReader(File(tracks.Select(id => Track(id, None())), true, boxes)));
}
