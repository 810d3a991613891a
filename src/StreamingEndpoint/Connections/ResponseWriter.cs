using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MediaPlatform.StreamingEndpoint.Delivery;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>The body of a reply, on its way into the socket. The head goes before the first byte, in the same packet where it fits.</summary>
/// <param name="socket">Where to.</param>
/// <param name="writeHead">Writes the head of the reply and answers its length; asked once for each reply.</param>
/// <param name="bodyLength">How many bytes of body the reply has; asked after its head.</param>
internal sealed class ResponseWriter(OriginSocket socket, Func<Span<byte>, int> writeHead, Func<long> bodyLength) : PipeWriter, IFileSink, IRestartable, ICountedBody
{
    // Room for a head and one chunk of media, and little enough that the buffers of many connections stay in the processor's
    // cache between the making and the sending; what is larger goes to the socket from where it lies.
    private const int Capacity = 32 << 10;
    // From here on the timers of pacing cost more than they save (decision 0187).
    private const long MuchBody = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private byte[]? _buffer;
    private int _filled;
    private int _headLength;
    private long _bodyLength;
    private bool _hasHead;

    /// <summary>Whether something has been sent.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Bytes of body written since <see cref="Reset"/>.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Whether the client has gone.</summary>
    public bool IsBroken { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _filled;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_filled);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_filled);
    }

    public override void Advance(int bytes)
    {
        _filled += bytes;
        BodyBytes += bytes;
    }

    // Within a body the system may keep the end of a chunk for the next one, so that packets are full.
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Start();
        return SendAsync(more: BodyBytes < _bodyLength);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Start();
        if (_filled + source.Length > _buffer!.Length)
        {
            return WriteApartAsync(source);
        }

        source.CopyTo(_buffer.AsMemory(_filled));
        Advance(source.Length);
        return SendAsync(more: BodyBytes < _bodyLength);
    }

    public long TrySendFile(SafeFileHandle file, long offset, long count)
    {
        var sent = socket.TrySendFile(file, offset, count);
        IsBroken |= sent < 0;
        BodyBytes += Math.Max(0, sent);
        return sent;
    }

    public async ValueTask<bool> WaitForRoomAsync()
    {
        // What waits for a slow client lies elsewhere; a buffer would wait along.
        Release();
        var hasRoom = await socket.WaitForRoomAsync(Patience);
        IsBroken |= !hasRoom;
        return hasRoom;
    }

    /// <summary>Sends what is left: of a reply without body, its head.</summary>
    /// <returns>False when the client has gone.</returns>
    public async ValueTask<bool> FinishAsync()
    {
        Start();
        return !(await SendAsync(more: false)).IsCompleted;
    }

    /// <summary>For the next reply.</summary>
    public void Reset()
    {
        Release();
        (_filled, _headLength, _hasHead, HasStarted, BodyBytes) = (0, 0, false, false, 0);
    }

    public bool TryRestart()
    {
        if (!HasStarted)
        {
            Reset();
        }

        return !HasStarted;
    }

    /// <summary>Gives the buffer back; whatever it held is lost.</summary>
    public void Release()
    {
        if (_buffer is { } buffer)
        {
            (_buffer, _filled) = (null, 0);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override void CancelPendingFlush()
    {
    }

    // The reply is completed by the connection.
    public override void Complete(Exception? exception = null)
    {
    }

    private void Start()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(Capacity);
        if (!_hasHead)
        {
            _headLength = writeHead(_buffer);
            _filled = _headLength;
            _bodyLength = bodyLength();
            if (_bodyLength >= MuchBody)
            {
                socket.ExpectMuch();
            }

            _hasHead = true;
        }
    }

    private void Reserve(int size)
    {
        Start();
        if (_buffer!.Length - _filled >= Math.Max(size, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_filled + Math.Max(size, 1));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private ValueTask<FlushResult> SendAsync(bool more)
    {
        if (_filled == 0 || IsBroken)
        {
            return new(new FlushResult(isCanceled: false, IsBroken));
        }

        HasStarted = true;
        var sending = socket.SendAsync(_buffer.AsMemory(0, _filled), more, Patience);
        return sending.IsCompletedSuccessfully ? new(Sent(sending.Result)) : AwaitAsync(sending);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> AwaitAsync(ValueTask<bool> sending) => Sent(await sending);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> WriteApartAsync(ReadOnlyMemory<byte> source)
    {
        if (!(await SendAsync(more: true)).IsCompleted)
        {
            // What waits for a slow client are the bytes themselves; a buffer would wait along.
            Release();
            BodyBytes += source.Length;
            IsBroken |= !await socket.SendAsync(source, more: BodyBytes < _bodyLength, Patience);
        }

        return new(isCanceled: false, IsBroken);
    }

    private FlushResult Sent(bool isSent)
    {
        _filled = 0;
        IsBroken |= !isSent;
        return new(isCanceled: false, IsBroken);
    }
}
