using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;
using MediaPlatform.StreamingEndpoint.Protocols;

namespace MediaPlatform.StreamingEndpoint.Sharing;

/// <summary>
/// One making of a segment for several readers. It goes on only while a reader waits for more, so that it is never further than the
/// fastest of them, and ends with the last of them. Its bytes stay until then.
/// </summary>
internal sealed class SegmentRun : PipeWriter, IValueTaskSource<FlushResult>
{
    private const int BlockSize = 256 << 10;

    // What is made at a time, so that the first bytes need not wait for a whole block.
    private const int Portion = 32 << 10;

    private readonly Lock _lock = new();
    private readonly List<(byte[] Bytes, int Length)> _blocks = [];
    private readonly List<RunReader> _waiting = [];
    private readonly Action _free;
    private ManualResetValueTaskSourceCore<FlushResult> _parking;
    private ExceptionDispatchInfo? _fault;
    private byte[] _block = [];
    private int _filled;
    private int _readers = 1;
    private bool _isParked;
    private bool _isDone;
    private bool _isFreed;

    /// <param name="free">Called when the bytes are gone.</param>
    public SegmentRun(Action free) => _free = free;

    public override bool CanGetUnflushedBytes => false;

    /// <summary>Bytes of memory that a segment of a length takes.</summary>
    public static long SizeOf(long length) => (length / BlockSize * BlockSize) + BlockSize;

    /// <summary>One more reader; false when the run is over or has failed.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_readers == 0 || _fault is not null)
            {
                return false;
            }

            _readers++;
            return true;
        }
    }

    /// <summary>A reader has gone.</summary>
    public void Leave()
    {
        bool isParked;
        lock (_lock)
        {
            if (--_readers > 0)
            {
                return;
            }

            (isParked, _isParked) = (_isParked, false);
        }

        TryFree();
        if (isParked)
        {
            _parking.SetResult(new FlushResult(isCanceled: false, isCompleted: true));
        }
    }

    /// <summary>Makes the segment, once, and releases it.</summary>
    /// <param name="segment">What is made.</param>
    /// <param name="release">Gives back what the making needed.</param>
    public async Task MakeAsync(Segment segment, Func<ValueTask> release)
    {
        ExceptionDispatchInfo? fault = null;
        try
        {
            await segment.WriteAsync(this, new(0, segment.Length), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Each of the readers meets it.
            fault = ExceptionDispatchInfo.Capture(exception);
        }

        try
        {
            await release();
        }
        finally
        {
            End(fault);
        }
    }

    /// <summary>Bytes behind a place that were made already: none when a reader must wait or has them all.</summary>
    /// <param name="block">Block of the place; moves on at its end.</param>
    /// <param name="offset">Offset in the block.</param>
    public ReadOnlyMemory<byte> Ready(ref int block, ref int offset)
    {
        lock (_lock)
        {
            if (block < _blocks.Count && offset == _blocks[block].Length && block + 1 < _blocks.Count)
            {
                (block, offset) = (block + 1, 0);
            }

            return block < _blocks.Count ? _blocks[block].Bytes.AsMemory(offset, _blocks[block].Length - offset) : default;
        }
    }

    /// <summary>Waits until there is more behind a place, or there will be no more.</summary>
    /// <returns>False at the end.</returns>
    public ValueTask<bool> WaitAsync(RunReader reader, int block, int offset)
    {
        bool isParked;
        ValueTask<bool> waiting;
        lock (_lock)
        {
            if (block < _blocks.Count && (offset < _blocks[block].Length || block + 1 < _blocks.Count))
            {
                return new(true);
            }

            _fault?.Throw();
            if (_isDone)
            {
                return new(false);
            }

            waiting = reader.Wait();
            _waiting.Add(reader);
            (isParked, _isParked) = (_isParked, false);
        }

        if (isParked)
        {
            _parking.SetResult(default);
        }

        return waiting;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_block.Length - _filled < Math.Max(sizeHint, 1))
        {
            Publish();
            (_block, _filled) = (ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, BlockSize)), 0);
            lock (_lock)
            {
                _blocks.Add((_block, 0));
            }
        }

        return _block.AsMemory(_filled, Math.Min(_block.Length - _filled, Math.Max(sizeHint, Portion)));
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => _filled += bytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Publish();
        lock (_lock)
        {
            if (_readers == 0 || _waiting.Count > 0)
            {
                return new(new FlushResult(isCanceled: false, isCompleted: _readers == 0));
            }

            _parking.Reset();
            _isParked = true;
            return new(this, _parking.Version);
        }
    }

    public override void CancelPendingFlush()
    {
    }

    // The run ends with what makes it.
    public override void Complete(Exception? exception = null)
    {
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _parking.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _parking.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _parking.OnCompleted(continuation, state, token, flags);

    private void Publish()
    {
        RunReader[] ready;
        lock (_lock)
        {
            if (_blocks.Count > 0)
            {
                _blocks[^1] = (_block, _filled);
            }

            ready = TakeWaiting();
        }

        Wake(ready, fault: null);
    }

    private void End(ExceptionDispatchInfo? fault)
    {
        RunReader[] ready;
        lock (_lock)
        {
            if (_blocks.Count > 0)
            {
                _blocks[^1] = (_block, _filled);
            }

            (_fault, _isDone) = (fault, true);
            ready = TakeWaiting();
        }

        TryFree();
        Wake(ready, fault);
    }

    private RunReader[] TakeWaiting()
    {
        if (_waiting.Count == 0)
        {
            return [];
        }

        RunReader[] ready = [.. _waiting];
        _waiting.Clear();
        return ready;
    }

    private static void Wake(RunReader[] readers, ExceptionDispatchInfo? fault)
    {
        foreach (var reader in readers)
        {
            if (fault is null)
            {
                reader.Wake();
            }
            else
            {
                reader.Fail(fault.SourceException);
            }
        }
    }

    // When neither a reader nor the maker needs them.
    private void TryFree()
    {
        lock (_lock)
        {
            if (_readers > 0 || !_isDone || _isFreed)
            {
                return;
            }

            _isFreed = true;
            foreach (var (bytes, _) in _blocks)
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }

            _blocks.Clear();
        }

        _free();
    }
}
