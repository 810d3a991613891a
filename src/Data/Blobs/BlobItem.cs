namespace MediaPlatform.Data.Blobs;

/// <summary>Properties of one version of a blob.</summary>
/// <param name="Name">Full name in the container, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Strong, with its quotes.</param>
/// <param name="ContentMd5">MD5 of the content when known, 16 bytes.</param>
public sealed record BlobItem(
    string Name,
    long Length,
    string? ContentType,
    string ETag,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Metadata,
    byte[]? ContentMd5 = null);
