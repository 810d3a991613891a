namespace MediaPlatform.AllInOne.Hosting;

/// <summary>The services that one process can hold, each in a container of its own.</summary>
internal enum ServiceRole
{
    /// <summary>The origin; also serves the player page.</summary>
    Streaming,

    /// <summary>The management API and sign-in.</summary>
    ControlPlane,

    /// <summary>The blob service over the disk store.</summary>
    Blobs,

    /// <summary>Keys and licences.</summary>
    KeyDelivery,

    /// <summary>The job worker; listens on no port.</summary>
    Encoder,
}
