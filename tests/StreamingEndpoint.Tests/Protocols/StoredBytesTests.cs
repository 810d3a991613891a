using System.IO.Pipelines;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Sources;

namespace MediaPlatform.StreamingEndpoint.Tests.Protocols;

/// <summary>A slow client holds the buffer of its reply for as long as it is waited for, so nothing may make it grow.</summary>
public sealed class StoredBytesTests
{
    private const int Buffer = 32 << 10;
    private const int ReplyHead = 700;

    [TestCase(0, false)]
    [TestCase(3000, false)]
    [TestCase(3000, true)]
    [TestCase(12_000, true)]
    public async Task A_chunk_fits_in_the_buffer_behind_what_waits_there(int fragmentHead, bool isEncrypted)
    {
        var media = new byte[100_001];
        new Random(fragmentHead).NextBytes(media);
        await using var blob = new MemoryBlob(media);
        var output = new MeasuringWriter();
        output.Advance(ReplyHead);
        using var encrypting = isEncrypted ? new EncryptingWriter(output, new EnvelopeEncryptor(new AesKey(new byte[16]), new byte[16]), new(0, long.MaxValue)) : null;
        PipeWriter writer = encrypting is null ? output : encrypting;
        writer.GetSpan(fragmentHead);
        writer.Advance(fragmentHead);

        Assert.That(await StoredBytes.CopyAsync(new SharedReader(blob), new(1, media.Length - 1), writer, default), Is.True);

        Assert.That(output.Largest, Is.LessThanOrEqualTo(Buffer));
        Assert.That(output.Count, Is.InRange(ReplyHead + fragmentHead + media.Length - 17, ReplyHead + fragmentHead + media.Length - 1));
    }

    /// <summary>Remembers how large a buffer would have had to be.</summary>
    private sealed class MeasuringWriter : PipeWriter
    {
        private long _waiting;

        public long Largest { get; private set; }

        public long Count { get; private set; }

        public override bool CanGetUnflushedBytes => true;

        public override long UnflushedBytes => _waiting;

        public override Memory<byte> GetMemory(int sizeHint = 0)
        {
            Largest = Math.Max(Largest, _waiting + sizeHint);
            return new byte[Math.Max(1, sizeHint)];
        }

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            _waiting += bytes;
            Count += bytes;
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            _waiting = 0;
            return default;
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class MemoryBlob(byte[] bytes) : IBlobReader
    {
        public long Length => bytes.Length;

        public string ETag => "tag";

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = (int)Math.Min(buffer.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
            return new(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
