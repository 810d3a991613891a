namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Public addresses of the other services.</summary>
public sealed class EndpointsOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Endpoints";

    /// <summary>Address of the blob endpoint. A loopback or wildcard host is replaced by the one the client used.</summary>
    public Uri? Blobs { get; set; }

    /// <summary>Address of the streaming endpoint; its host and port are the hostName of streaming endpoints.</summary>
    public Uri? Streaming { get; set; }

    /// <summary>Address of the key delivery service.</summary>
    public Uri? KeyDelivery { get; set; }
}
