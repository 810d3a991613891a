namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>
/// How many connections may be open at a time, over all listening sockets. A process that runs out of descriptors cannot open its
/// files any more, and the runtime, which then cannot read how much memory there is, ends it.
/// </summary>
internal sealed class ConnectionBudget(int most)
{
    // What files, databases and child processes need beside.
    private const long LeftForOthers = 640;
    private const int Fewest = 16;
    private int _open;

    /// <summary>Connections that may be open.</summary>
    public int Most => most;

    /// <summary>Whether there is room for one more.</summary>
    public bool HasRoom => Volatile.Read(ref _open) < most;

    /// <param name="configured">0 for as many as the limit of descriptors leaves.</param>
    public static ConnectionBudget Of(int configured)
    {
        var limit = Linux.DescriptorLimit();
        return new(configured > 0 ? configured : (int)Math.Clamp(Math.Min(limit - LeftForOthers, limit / 4 * 3), Fewest, int.MaxValue));
    }

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave() => Interlocked.Decrement(ref _open);
}
