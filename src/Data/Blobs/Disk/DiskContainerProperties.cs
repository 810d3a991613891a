using System.Text.Json.Serialization;

namespace MediaPlatform.Data.Blobs.Disk;

/// <param name="LastModified">When the container was made or its metadata last changed.</param>
public sealed record DiskContainerProperties(DateTimeOffset LastModified, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Strong, with its quotes.</summary>
    [JsonIgnore]
    public string ETag => $"\"0x{LastModified.UtcTicks:X}\"";
}
