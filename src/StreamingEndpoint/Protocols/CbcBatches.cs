using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.StreamingEndpoint.Connections;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>
/// Encrypts buffers of several responses together: one CBC chain waits for each of its rounds, several beside each other take
/// hardly longer. Nothing is delayed for company; a batch runs when the work that is queued already has had its turn, and takes
/// what has come together until then. Each event loop has batches of its own, which run on it; all else goes to the thread pool.
/// </summary>
internal sealed class CbcBatches : IThreadPoolWorkItem
{
    [ThreadStatic]
    private static CbcBatches? t_ofLoop;

    private static readonly CbcBatches s_pool = new(null);
    private static int s_members;
    private readonly EventLoop? _loop;
    private readonly Lock _lock = new();
    private readonly Queue<CbcRequest> _waiting = new();
    private int _scheduled;

    private CbcBatches(EventLoop? loop) => _loop = loop;

    /// <summary>Those of the running thread.</summary>
    public static CbcBatches Here => EventLoop.Current is { } loop ? t_ofLoop ??= new(loop) : s_pool;

    /// <summary>Whether there is more than one response, so that waiting may pay.</summary>
    public static bool IsBusy => Volatile.Read(ref s_members) > 1;

    public static CbcRequest Join(EnvelopeEncryptor encryptor)
    {
        Interlocked.Increment(ref s_members);
        return new(encryptor);
    }

    public static void Leave() => Interlocked.Decrement(ref s_members);

    /// <summary>Encrypts a buffer in place.</summary>
    /// <returns>Number of bytes from its start that are done; the rest was held back.</returns>
    public ValueTask<int> EncryptAsync(CbcRequest request, Memory<byte> buffer)
    {
        var result = request.Begin(buffer, staysHere: _loop is not null);
        bool schedule;
        lock (_lock)
        {
            _waiting.Enqueue(request);
            schedule = NeedsBatch();
        }

        if (schedule)
        {
            Schedule();
        }

        return result;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Span<CbcRequest?> requests = [null, null, null, null, null, null, null, null];
        var count = 0;
        bool schedule;
        lock (_lock)
        {
            while (count < CbcLanes.Width && _waiting.TryDequeue(out var request))
            {
                requests[count++] = request;
            }

            _scheduled--;
            schedule = NeedsBatch();
        }

        if (schedule)
        {
            Schedule();
        }

        Run(requests[..count]);
    }

    private void Schedule()
    {
        if (_loop is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _loop.Defer(this);
        }
    }

    // One batch for each that would be full.
    private bool NeedsBatch()
    {
        if (_waiting.Count <= _scheduled * CbcLanes.Width)
        {
            return false;
        }

        _scheduled++;
        return true;
    }

    private static void Run(Span<CbcRequest?> requests)
    {
        Span<CbcLane> lanes = new CbcLane[requests.Length];
        try
        {
            for (var i = 0; i < requests.Length; i++)
            {
                lanes[i] = requests[i]!.Open();
                lanes[i].Number = i;
            }

            CbcLanes.Encrypt(lanes);
        }
        catch (Exception exception)
        {
            foreach (var request in requests)
            {
                request!.Fail(exception);
            }

            return;
        }

        foreach (ref readonly var lane in lanes)
        {
            requests[lane.Number]!.Close(lane.Cipher);
        }
    }
}
