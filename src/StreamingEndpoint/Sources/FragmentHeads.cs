namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// The first bytes of the fragments of an archive on another machine, where their movie fragment boxes stand. While the
/// parser walks over thousands of blobs, the heads of those to come are on their way, a few at once.
/// </summary>
/// <param name="count">Number of fragments.</param>
/// <param name="read">Reads up to <see cref="Length"/> bytes from the start of a fragment.</param>
internal sealed class FragmentHeads(int count, Func<int, Task<ReadOnlyMemory<byte>>> read)
{
    /// <summary>Bytes of a head: the boxes of some hundred samples.</summary>
    public const int Length = 16 << 10;

    /// <summary>Heads on their way at once.</summary>
    public const int Ahead = 16;

    private readonly Lock _lock = new();
    private readonly Queue<Task<ReadOnlyMemory<byte>>> _coming = new();
    private int _first;

    /// <summary>The head of a fragment; null behind where the parser was last, which nobody walks over again.</summary>
    public Task<ReadOnlyMemory<byte>>? Find(int fragment)
    {
        lock (_lock)
        {
            if (fragment < _first)
            {
                return null;
            }

            for (; _first < fragment; _first++)
            {
                _coming.TryDequeue(out _);
            }

            while (_coming.Count < Ahead && _first + _coming.Count < count)
            {
                var next = _first + _coming.Count;
                _coming.Enqueue(Task.Run(() => read(next)));
            }

            return _coming.TryPeek(out var head) ? head : null;
        }
    }
}
