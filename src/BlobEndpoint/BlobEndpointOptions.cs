using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.BlobEndpoint;

/// <summary>Settings of the Blob REST surface over the disk store.</summary>
public sealed class BlobEndpointOptions
{
    public const string Section = "BlobEndpoint";

    /// <summary>Origins that browsers may call from; "*" is any, which is safe since every request carries its own signature.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Largest body of one request in bytes: one Put Blob or one block. Azure's own limit is 5000 MiB.</summary>
    [Range(1L, long.MaxValue)]
    public long MaximumRequestBytes { get; set; } = 5000L * 1024 * 1024;

    /// <summary>How long account keys are kept in memory; a regenerated key is refused within this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long blocks wait for their list; Azure keeps them a week.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan BlockLifetime { get; set; } = TimeSpan.FromDays(7);
}
