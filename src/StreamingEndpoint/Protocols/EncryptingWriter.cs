using System.Buffers;
using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.Media.Encryption;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>
/// Stands between the maker of clear bytes and the response: encrypts what is written and hands on the part of it that
/// was asked for. Ciphers run on from the first byte, so the maker writes from there even when the part begins later.
/// </summary>
internal sealed class EncryptingWriter(PipeWriter output, SegmentEncryptor encryptor, ByteRange part) : PipeWriter, IDisposable
{
    private const int BufferSize = 80 << 10;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _filled;
    private long _position;

    public override void Advance(int bytes) => _filled += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_filled);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encrypt();
        return output.FlushAsync(cancellationToken);
    }

    /// <summary>Encrypts the end of the segment.</summary>
    public ValueTask<FlushResult> FinishAsync(CancellationToken cancellationToken)
    {
        Encrypt();
        Span<byte> last = stackalloc byte[SegmentEncryptor.FinishRoom];
        HandOn(last[..encryptor.Finish(last)]);
        return output.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    // The response is completed by its owner.
    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose()
    {
        // It held clear media.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private void MakeRoom(int size)
    {
        if (_buffer.Length - _filled >= size)
        {
            return;
        }

        Encrypt();
        if (_buffer.Length - _filled < size)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = ArrayPool<byte>.Shared.Rent(_filled + size);
        }
    }

    private void Encrypt()
    {
        if (_filled > encryptor.Held)
        {
            HandOn(_buffer.AsSpan(0, encryptor.Encrypt(_buffer.AsSpan(0, _filled))));
        }

        // What the cipher holds back needs its room in front of the next bytes.
        _filled = encryptor.Held;
    }

    private void HandOn(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Clamp(part.Offset - _position, 0, bytes.Length);
        var end = Math.Clamp(part.End - _position, 0, bytes.Length);
        _position += bytes.Length;
        if (first < end)
        {
            output.Write(bytes[(int)first..(int)end]);
        }
    }
}
