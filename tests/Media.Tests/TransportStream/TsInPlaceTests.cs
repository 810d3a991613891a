using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>Samples that lie in memory in pieces of any length, or not, give the same bytes as samples that are read, and nothing is held while something is waited for.</summary>
public sealed class TsInPlaceTests
{
    [TestCase("good/bbb-720p24-h264-aac.mp4")]
    [TestCase("good/bbb-hevc-hvc1-720p.mp4")]
    [TestCase("good/eac3-51-voices-72s.mp4")]
    public async Task The_bytes_are_those_that_are_read(string path)
    {
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new PinningReader(await File.ReadAllBytesAsync(SharedFiles.Media(path)));
        foreach (var set in presentation.Sets)
        {
            var rendition = set.Renditions[0];
            for (var i = 0; i < Math.Min(3, set.Plan.Count); i++)
            {
                await CompareAsync(reader, [new(rendition.Track, rendition.Samples(i), reader)]);
            }
        }

        Assert.That(reader.Pinned, Is.Positive);
    }

    [Test]
    public async Task Muxed_tracks_keep_their_order()
    {
        const string path = "good/bbb-720p24-h264-aac.mp4";
        var (_, presentation) = await PackagedTrack.OpenAsync(path);
        using var reader = new PinningReader(await File.ReadAllBytesAsync(SharedFiles.Media(path)));
        var (video, audio) = (presentation.OfKind(TrackKind.Video).Single(), presentation.OfKind(TrackKind.Audio).Single());
        var sound = TsMuxedAudio.Samples(video.Plan, 0, audio.Renditions[0].Track);
        await CompareAsync(reader, [new(video.Renditions[0].Track, video.Renditions[0].Samples(0), reader), new(audio.Renditions[0].Track, sound, reader)]);
    }

    private static async Task CompareAsync(PinningReader reader, TsStreamInput[] streams)
    {
        using var segment = new TsSegment(streams, 0);
        reader.Window = 0;
        var expected = await TsPackaging.SegmentAsync(segment);
        foreach (var window in new[] { 1, 4, 5, 1000, 20_000, 1 << 20 })
        {
            reader.Window = window;
            var output = new CheckingWriter(() => Assert.That(reader.Held, Is.Zero, "held while the receiver is waited for"));
            Assert.That(await segment.WriteAsync(output, default), Is.True);
            Assert.That(output.Written.AsSpan().SequenceEqual(expected), $"{window}");
            Assert.That(reader.Held, Is.Zero);
        }
    }

    /// <summary>Has most of a file in memory, in windows.</summary>
    private sealed unsafe class PinningReader(byte[] bytes) : IMediaReader, IPinnable, IDisposable
    {
        private readonly Random _random = new(7);
        private readonly GCHandle _handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);

        public long Length => bytes.Length;

        /// <summary>Bytes of a window; 0 for none.</summary>
        public int Window { get; set; }

        public int Held { get; private set; }

        public int Pinned { get; private set; }

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            Assert.That(Held, Is.Zero, "held while the storage is waited for");
            var count = (int)Math.Min(buffer.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
            return new(count);
        }

        public MemoryHandle Pin(long offset, int most, out int count)
        {
            count = Window == 0 || _random.Next(4) == 0 ? 0 : (int)Math.Min(most, Math.Min(bytes.Length, (offset / Window + 1) * Window) - offset);
            if (count == 0)
            {
                return default;
            }

            Held++;
            Pinned++;
            return new MemoryHandle((byte*)_handle.AddrOfPinnedObject() + offset, pinnable: this);
        }

        public void Unpin() => Held--;

        MemoryHandle IPinnable.Pin(int elementIndex) => throw new NotSupportedException();

        public void Dispose() => _handle.Free();
    }

    private sealed class CheckingWriter(Action check) : PipeWriter
    {
        private readonly MemoryStream _written = new();
        private byte[] _memory = [];

        public byte[] Written => _written.ToArray();

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = new byte[sizeHint];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => _written.Write(_memory, 0, bytes);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            check();
            return new(new FlushResult(false, false));
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
