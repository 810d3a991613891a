using System.Collections.Concurrent;

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

    // Connections that were used within so many milliseconds are not closed for others.
    private const long LeastIdle = 1000;
    private const int ClosedTogether = 16;
    private readonly ConcurrentDictionary<IOpenConnection, bool> _connections = new();
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

    public void Enter(IOpenConnection connection)
    {
        Interlocked.Increment(ref _open);
        _connections[connection] = true;
    }

    /// <summary>The same connection goes on in other hands.</summary>
    public void HandOver(IOpenConnection from, IOpenConnection to)
    {
        _connections[to] = true;
        _connections.TryRemove(from, out _);
    }

    public void Leave(IOpenConnection connection)
    {
        if (_connections.TryRemove(connection, out _))
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Closes some of those that idle longest, whichever socket they came from.</summary>
    public void CloseIdle()
    {
        var idle = _connections.Keys.Select(connection => (Connection: connection, connection.IdleFor)).Where(entry => entry.IdleFor >= LeastIdle);
        foreach (var (connection, _) in idle.OrderByDescending(entry => entry.IdleFor).Take(ClosedTogether).ToList())
        {
            connection.Drain();
        }
    }
}
