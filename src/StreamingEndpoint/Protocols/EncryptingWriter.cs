using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>
/// Stands between the maker of clear bytes and the response: what is written into the response's own memory is encrypted
/// there, and the part of it that was asked for is handed on. Ciphers run on from the first byte, so the maker writes from
/// there even when the part begins later. One advance for each memory; the cipher runs when the maker flushes.
/// </summary>
internal sealed class EncryptingWriter(PipeWriter output, SegmentEncryptor encryptor, ByteRange part) : PipeWriter, IDisposable
{
    // Chains of this length are worth waiting for others to run beside.
    private const int MinShared = 8 << 10;

    private readonly CbcRequest? _shared = encryptor is EnvelopeEncryptor envelope ? CbcBatches.Join(envelope) : null;
    private Memory<byte> _memory;
    private int _filled;
    private long _position;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes + _filled;

    public override void Advance(int bytes) => _filled = bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Encrypt();
        // What the cipher holds back needs its room in front of the next bytes, of which there must be one at least.
        _memory = output.GetMemory(Math.Max(sizeHint, 1) + encryptor.Held);
        return _memory[encryptor.Held..];
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Writes bytes that lie elsewhere: the cipher reads them there, unless it may run beside others later.</summary>
    public void Encrypt(ReadOnlySpan<byte> clear)
    {
        var memory = GetMemory(clear.Length);
        if (_shared is null)
        {
            HandOn(encryptor.Encrypt(clear, _memory.Span));
            return;
        }

        clear.CopyTo(memory.Span);
        Advance(clear.Length);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_shared is not null && _filled >= MinShared && CbcBatches.IsBusy)
        {
            return FlushSharedAsync(_shared, cancellationToken);
        }

        Encrypt();
        return output.FlushAsync(cancellationToken);
    }

    /// <summary>Encrypts the end of the segment.</summary>
    public ValueTask<FlushResult> FinishAsync(CancellationToken cancellationToken)
    {
        Encrypt();
        _memory = output.GetMemory(SegmentEncryptor.FinishRoom);
        HandOn(encryptor.Finish(_memory.Span));
        return output.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    // The response is completed by its owner.
    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose()
    {
        if (_shared is not null)
        {
            CbcBatches.Leave();
        }
    }

    private async ValueTask<FlushResult> FlushSharedAsync(CbcRequest request, CancellationToken cancellationToken)
    {
        var clear = _memory[..(encryptor.Held + _filled)];
        _filled = 0;
        HandOn(await CbcBatches.Here.EncryptAsync(request, clear));
        return await output.FlushAsync(cancellationToken);
    }

    private void Encrypt()
    {
        if (_filled > 0)
        {
            var clear = _memory.Span[..(encryptor.Held + _filled)];
            _filled = 0;
            HandOn(encryptor.Encrypt(clear));
        }
    }

    /// <summary>Hands on what of the first bytes of the memory belongs to the part.</summary>
    private void HandOn(int done)
    {
        var first = (int)Math.Clamp(part.Offset - _position, 0, done);
        var end = (int)Math.Clamp(part.End - _position, 0, done);
        _position += done;
        if (first < end)
        {
            if (first > 0)
            {
                _memory.Span[first..end].CopyTo(_memory.Span);
            }

            output.Advance(end - first);
        }
    }
}
