using System.IO.Pipelines;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>A receiver that is waited for gets the same bytes, and media is then read in the portions that it takes.</summary>
public sealed class TsSlowReceiverTests
{
    private const int MostAtOnce = 40 << 10;

    [TestCase("good/bbb-720p24-h264-aac.mp4", 0)]
    [TestCase("good/bbb-720p24-h264-aac.mp4", 1)]
    [TestCase("good/bbb-720p24-h264-aac.mp4", 3)]
    [TestCase("good/bbb-hevc-hvc1-720p.mp4", 2)]
    [TestCase("good/bumper-1080p29.97.mp4", 1)]
    [TestCase("good/eac3-51-voices-72s.mp4", 1)]
    public async Task The_bytes_are_those_of_a_fast_one(string path, int swift)
    {
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var file = new FileMediaReader(SharedFiles.Media(path));
        var reader = new CountingReader(file);
        foreach (var set in presentation.Sets)
        {
            var rendition = set.Renditions[0];
            for (var i = 0; i < Math.Min(3, set.Plan.Count); i++)
            {
                TsStreamInput[] streams = [new(rendition.Track, rendition.Samples(i), reader)];
                await CompareAsync(streams, swift, reader);
            }
        }
    }

    [Test]
    public async Task Muxed_tracks_keep_their_order()
    {
        const string path = "good/bbb-720p24-h264-aac.mp4";
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var file = new FileMediaReader(SharedFiles.Media(path));
        var reader = new CountingReader(file);
        var (video, audio) = (presentation.OfKind(TrackKind.Video).Single(), presentation.OfKind(TrackKind.Audio).Single());
        var sound = TsMuxedAudio.Samples(video.Plan, 0, audio.Renditions[0].Track);

        await CompareAsync([new(video.Renditions[0].Track, video.Renditions[0].Samples(0), reader), new(audio.Renditions[0].Track, sound, reader)], 0, reader);
    }

    private static async Task CompareAsync(TsStreamInput[] streams, int swift, CountingReader reader)
    {
        using var segment = new TsSegment(streams, 0);
        var expected = await TsPackaging.SegmentAsync(segment);
        var slow = new WaitingWriter(swift, () => reader.Largest = 0);
        Assert.That(await segment.WriteAsync(slow, default), Is.True);

        Assert.That(slow.Written, Is.EqualTo(expected));
        Assert.That(reader.Largest, Is.LessThan(MostAtOnce));
    }

    /// <summary>Takes some portions at once, and has itself waited for at all others.</summary>
    private sealed class WaitingWriter(int swift, Action waited) : PipeWriter
    {
        private readonly MemoryStream _written = new();
        private byte[] _memory = [];
        private int _flushes;

        public byte[] Written => _written.ToArray();

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = new byte[sizeHint];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => _written.Write(_memory, 0, bytes);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (_flushes++ == swift)
            {
                waited();
            }

            if (_flushes > swift)
            {
                await Task.Yield();
            }

            return new FlushResult(false, false);
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class CountingReader(IMediaReader reader) : IMediaReader
    {
        public long Length => reader.Length;

        public int Largest { get; set; }

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            Largest = Math.Max(Largest, buffer.Length);
            return reader.ReadAsync(offset, buffer, cancellationToken);
        }
    }
}
