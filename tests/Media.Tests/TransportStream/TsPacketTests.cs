using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>The packet layer of every sample, judged by a reader of our own.</summary>
public sealed class TsPacketTests
{
    private const long Tenth = 9000;

    private static IEnumerable<string> Files() => SampleMedia.PackageableFiles();

    [TestCaseSource(nameof(Files))]
    public async Task Counters_clock_and_timestamps_run_on_over_all_segments(string path)
    {
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        foreach (var set in presentation.Sets.Where(set => TsPackaging.Carries(set.Renditions[0].Format)))
        {
            var track = set.Renditions[0].Track;
            var probe = new TsProbe();
            foreach (var segment in await TsPackaging.SegmentsAsync(reader, set, set.Renditions[0]))
            {
                probe.Read(segment);
            }

            var times = probe.Times[ProgramTables.FirstElementaryPid];
            Assert.That(times[0].Pts, Is.EqualTo(TsSegment.TimestampOffset + Ticks(track.PresentationTime(0))));
            Assert.That(times.Zip(times.Skip(1)).All(pair => pair.First.Dts <= pair.Second.Dts), "decode times rise");
            Assert.That(probe.Clocks.Zip(probe.Clocks.Skip(1)).All(pair => pair.Second >= pair.First && pair.Second - pair.First <= Tenth), "a clock every 100 ms");
            if (set.Kind == TrackKind.Video)
            {
                Assert.That(times.Select(time => time.Pts), Is.EqualTo(Presented(track)));
            }
        }
    }

    [Test]
    public async Task Muxed_audio_uses_every_frame_once()
    {
        const string path = "good/bbb-720p24-h264-aac.mp4";
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var video = presentation.OfKind(TrackKind.Video).Single();
        var audio = presentation.OfKind(TrackKind.Audio).Single().Renditions[0].Track;
        var probe = new TsProbe();
        var next = 0;
        for (var i = 0; i < video.Plan.Count; i++)
        {
            var frames = TsMuxedAudio.Samples(video.Plan, i, audio);
            Assert.That(frames.First, Is.EqualTo(next));
            next = frames.End;
            using var segment = new TsSegment(
                [new(video.Renditions[0].Track, video.Renditions[0].Samples(i), reader), new(audio, frames, reader)], i);
            probe.Read(await TsPackaging.SegmentAsync(segment));
        }

        Assert.That(next, Is.EqualTo(audio.SampleCount));
        Assert.That(probe.Times.Keys, Is.EquivalentTo(new[] { 0x100, 0x101 }));
    }

    [Test]
    public async Task Any_part_of_a_segment_equals_that_part_of_the_whole()
    {
        const string path = "good/bbb-anamorphic-320x240-sar4x3.mp4";
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var rendition = presentation.OfKind(TrackKind.Video).Single().Renditions[0];
        using var segment = new TsSegment([new(rendition.Track, rendition.Samples(0), reader)], 0);
        var whole = await TsPackaging.SegmentAsync(segment);
        foreach (var part in new ByteRange[] { new(0, 1), new(187, 2), new(65_000, 70_000), new(whole.Length - 5, 5), new(131_072, 65_536) })
        {
            var bytes = await TsPackaging.SegmentAsync(segment, part);
            Assert.That(bytes.AsSpan().SequenceEqual(whole.AsSpan((int)part.Offset, (int)part.Length)), $"{part}");
        }
    }

    [Test]
    public async Task Rewritten_samples_replace_the_stored_ones_and_the_map_names_the_encryption()
    {
        const string path = "good/bbb-720p24-h264-aac.mp4";
        var (file, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new FileMediaReader(SharedFiles.Media(path));
        var rendition = presentation.OfKind(TrackKind.Audio).Single().Renditions[0];
        var samples = rendition.Samples(0);
        var sizes = Enumerable.Range(0, samples.Count).Select(i => (uint)(20 + i)).ToArray();
        var bytes = new byte[sizes.Sum(size => size)];
        Array.Fill(bytes, (byte)0xAB);
        using var segment = new TsSegment(
            [
                new(rendition.Track, samples, reader)
                {
                    Rewritten = new TsRewrittenSamples(sizes, new MemoryMediaReader(bytes)), Protection = TsProtection.SampleAes,
                },
            ],
            0);

        var written = await TsPackaging.SegmentAsync(segment);

        Assert.That(written, Has.Length.EqualTo(segment.Length));
        Assert.That(written.Count(value => value == 0xAB), Is.GreaterThanOrEqualTo(bytes.Length));
        var map = written.AsSpan(TransportPacket.Size, TransportPacket.Size);
        Assert.That(map[17], Is.EqualTo(0xCF));
        Assert.That(map.IndexOf("aacd"u8) > 0 && map.IndexOf("apad"u8) > 0 && map.IndexOf("zaac"u8) > 0);
    }

    [Test]
    public void Timestamps_wrap_at_33_bits()
    {
        var bytes = new byte[PesHeader.MaxSize];
        PesHeader.Write(bytes, 0xE0, -1, new TsUnit { SampleCount = 1, Pts = (1L << 33) + 5, Dts = (1L << 33) - 1 });

        Assert.That(Convert.ToHexString(bytes, 0, 19), Is.EqualTo("000001E0000084C00A310001000B1FFFFFFFFF"));
    }

    private static IEnumerable<long> Presented(TrackIndex track)
    {
        for (var i = 0; i < track.SampleCount; i++)
        {
            yield return TsSegment.TimestampOffset + Ticks(track.PresentationTime(i));
        }
    }

    private static long Ticks(MediaTime time) => time.ConvertTo(MediaTime.TransportStreamTimescale).Ticks;
}
