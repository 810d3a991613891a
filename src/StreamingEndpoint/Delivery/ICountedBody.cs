namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A body of a reply that knows how much of it has been written, also where it came to no end.</summary>
internal interface ICountedBody
{
    /// <summary>Bytes of body so far.</summary>
    long BodyBytes { get; }

    /// <summary>Whether the client has gone.</summary>
    bool IsBroken { get; }
}
