using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.StreamingEndpoint;

/// <summary>Settings of the streaming endpoint service.</summary>
public sealed class StreamingEndpointOptions
{
    public const string Section = "StreamingEndpoint";

    /// <summary>How often cached locators and endpoints are compared with the catalog; changes take effect within twice this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05")]
    public TimeSpan CatalogPollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a locator that nobody asks for stays in memory.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan LocatorLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Locators kept in memory at most.</summary>
    [Range(16, 10_000_000)]
    public int MaxLocators { get; set; } = 50_000;

    /// <summary>
    /// How long the files of an asset are trusted before their versions are compared with the storage; changes are seen within twice this time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05")]
    public TimeSpan SourceFreshness { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Memory for track indexes and manifests of open assets, in bytes; the least recently used asset leaves first.</summary>
    [Range(1L << 20, 1L << 40)]
    public long SourceCacheBytes { get; set; } = 256L << 20;

    /// <summary>Memory for blocks of media that is read ahead from storage on other machines, over all assets, in bytes.</summary>
    [Range(1L << 21, 1L << 40)]
    public long ReadAheadBytes { get; set; } = 64L << 20;

    /// <summary>Memory for segments that several requests get at the same time, in bytes: they are cut and encrypted once for all of them. 0 for none.</summary>
    [Range(0, 1L << 40)]
    public long SharedBytes { get; set; } = 32L << 20;

    /// <summary>
    /// Connections that may be open at a time. With all of them open those that idle longest are closed for new ones, which wait where none idles.
    /// 0 for as many as the limit of open files leaves.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MaxConnections { get; set; }

    /// <summary>Folder of the track index cache; inside of the data folder when empty. Deletable at any time.</summary>
    public string? IndexDirectory { get; set; }

    /// <summary>Shortest duration of a fragment cut from progressive media, in seconds.</summary>
    [Range(1.0, 60.0)]
    public double FragmentSeconds { get; set; } = 6;

    /// <summary>Whether AC-3 audio is packaged; AMS refused it.</summary>
    public bool AllowAc3 { get; set; }

    /// <summary>max-age of fragments and on-demand manifests where the endpoint sets none, in seconds.</summary>
    [Range(0, 31_536_000)]
    public int MaxCacheAge { get; set; } = 3600;

    /// <summary>Oldest accepted version of the Akamai signature header: 3 HMAC-MD5, 4 HMAC-SHA1, 5 HMAC-SHA256.</summary>
    [Range(3, 5)]
    public int MinAkamaiVersion { get; set; } = 3;

    /// <summary>Whether each request is written to the log.</summary>
    public bool AccessLog { get; set; } = true;
}
