namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>Where players find the services beside this one.</summary>
internal sealed class KeyAddressOptions
{
    public const string Section = "Endpoints";

    /// <summary>Address of the key delivery service, as manifests print it.</summary>
    public string? KeyDelivery { get; set; }
}
