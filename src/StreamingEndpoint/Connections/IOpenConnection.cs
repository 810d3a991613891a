namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>A connection that may have to make room for another one.</summary>
internal interface IOpenConnection
{
    /// <summary>Milliseconds since the last request was answered; 0 while one is.</summary>
    long IdleFor { get; }

    /// <summary>Lets the request in flight end, and the connection with it.</summary>
    void Drain();
}
