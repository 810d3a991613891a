using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>
/// Encrypts buffers of several responses together: one CBC chain waits for each of its rounds, four beside each other take
/// hardly longer. Nothing is delayed for company; a batch runs when the work that is queued already has had its turn, and takes
/// what has come together until then.
/// </summary>
internal sealed class CbcBatches : IThreadPoolWorkItem
{
    private const int Width = 4;
    private readonly Lock _lock = new();
    private readonly Queue<CbcRequest> _waiting = new();
    private int _members;
    private int _scheduled;

    public static CbcBatches Shared { get; } = new();

    /// <summary>Whether there is more than one response, so that waiting may pay.</summary>
    public bool IsBusy => Volatile.Read(ref _members) > 1;

    public CbcRequest Join(EnvelopeEncryptor encryptor)
    {
        Interlocked.Increment(ref _members);
        return new(encryptor);
    }

    public void Leave() => Interlocked.Decrement(ref _members);

    /// <summary>Encrypts a buffer in place.</summary>
    /// <returns>Number of bytes from its start that are done; the rest was held back.</returns>
    public ValueTask<int> EncryptAsync(CbcRequest request, Memory<byte> buffer)
    {
        var result = request.Begin(buffer);
        bool schedule;
        lock (_lock)
        {
            _waiting.Enqueue(request);
            schedule = NeedsBatch();
        }

        if (schedule)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return result;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Span<CbcRequest?> requests = [null, null, null, null];
        var count = 0;
        bool schedule;
        lock (_lock)
        {
            while (count < Width && _waiting.TryDequeue(out var request))
            {
                requests[count++] = request;
            }

            _scheduled--;
            schedule = NeedsBatch();
        }

        if (schedule)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Run(requests[..count]);
    }

    // One batch for each four that wait.
    private bool NeedsBatch()
    {
        if (_waiting.Count <= _scheduled * Width)
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
