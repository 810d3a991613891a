namespace MediaPlatform.Data.Blobs;

/// <summary>Properties of one version of a blob.</summary>
/// <param name="Name">Full name in the container, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Strong, with its quotes.</param>
public sealed record BlobItem(string Name, long Length, string ETag, DateTimeOffset LastModified, BlobHeaders Headers)
{
    public string? ContentType => Headers.ContentType;

    public IReadOnlyDictionary<string, string> Metadata => Headers.Metadata;
}
