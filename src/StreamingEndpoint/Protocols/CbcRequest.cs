using System.Threading.Tasks.Sources;
using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>The chain of one response, handed to <see cref="CbcBatches"/> buffer by buffer.</summary>
internal sealed class CbcRequest(EnvelopeEncryptor encryptor) : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _done;
    private Memory<byte> _buffer;
    private int _ready;

    /// <summary>Takes a buffer: room for what the cipher holds, then new bytes.</summary>
    /// <param name="staysHere">Whether the response goes on where the batch runs, which is an event loop; else on the thread pool.</param>
    public ValueTask<int> Begin(Memory<byte> buffer, bool staysHere)
    {
        _done.Reset();
        _done.RunContinuationsAsynchronously = !staysHere;
        _buffer = buffer;
        return new(this, _done.Version);
    }

    /// <summary>The whole blocks of the buffer.</summary>
    public CbcLane Open()
    {
        _ready = encryptor.Gather(_buffer.Span);
        return new(encryptor.Chain, _buffer[.._ready]);
    }

    /// <summary>The blocks are encrypted.</summary>
    public void Close(CbcCipher chain)
    {
        encryptor.Chain = chain;
        _done.SetResult(_ready);
    }

    public void Fail(Exception exception) => _done.SetException(exception);

    int IValueTaskSource<int>.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
