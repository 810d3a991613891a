namespace MediaPlatform.AllInOne.Hosting;

/// <summary>The block of consecutive TCP ports of one process; each answers http and https.</summary>
/// <param name="First">The port given on the command line.</param>
internal readonly record struct ServicePorts(int First)
{
    /// <summary>How many ports the block has.</summary>
    public const int Count = 4;

    /// <summary>Port of a service that listens, or null for one that does not.</summary>
    public int? Of(ServiceRole role) => role switch
    {
        ServiceRole.Streaming => First,
        ServiceRole.ControlPlane => First + 1,
        ServiceRole.Blobs => First + 2,
        ServiceRole.KeyDelivery => First + 3,
        _ => null,
    };
}
