namespace MediaPlatform.Data.Blobs;

/// <summary>Where asset containers live.</summary>
public sealed class BlobsOptions
{
    public const string Section = "Blobs";

    /// <summary>Disk or Azure.</summary>
    public BlobProvider Provider { get; set; } = BlobProvider.Disk;

    /// <summary>Root folder of the disk store; {Data:Directory}/blobs when empty.</summary>
    public string? Directory { get; set; }

    /// <summary>How many bytes of files that are asked for over and over are mapped into the process, so that they need no copy; 0 for none.</summary>
    public long MappedBytes { get; set; } = 64 << 20;

    /// <summary>Azure storage accounts by name.</summary>
    public Dictionary<string, AzureAccountOptions> Accounts { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}
