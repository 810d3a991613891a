namespace MediaPlatform.StreamingEndpoint;

/// <summary>Public addresses of the services.</summary>
internal sealed class AddressOptions
{
    public const string Section = "Endpoints";

    /// <summary>Address of the key delivery service, as manifests print it.</summary>
    public string? KeyDelivery { get; set; }

    /// <summary>Address of the streaming endpoints; under a domain each has a host name of its own.</summary>
    public Uri? Streaming { get; set; }
}
