using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>A connection in the hands of the full HTTP server; as a feature of its requests it is told of them.</summary>
internal sealed class HandedOverConnection(ConnectionContext context) : IOpenConnection
{
    private long _lastUsed = Environment.TickCount64;
    private int _requests;
    private volatile bool _isDraining;

    /// <inheritdoc/>
    public long IdleFor => _isDraining || Volatile.Read(ref _requests) > 0 ? 0 : Environment.TickCount64 - Volatile.Read(ref _lastUsed);

    /// <summary>A request has come; HTTP/2 has many at a time.</summary>
    public void Begin() => Interlocked.Increment(ref _requests);

    /// <summary>A request was answered.</summary>
    public void End()
    {
        Volatile.Write(ref _lastUsed, Environment.TickCount64);
        Interlocked.Decrement(ref _requests);
    }

    /// <inheritdoc/>
    public void Drain()
    {
        _isDraining = true;
        // The server's own way: what it has not sent is sent, and HTTP/2 says goodbye.
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}
