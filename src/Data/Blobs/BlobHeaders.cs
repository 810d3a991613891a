namespace MediaPlatform.Data.Blobs;

/// <summary>What a writer says about a blob and readers get back.</summary>
public sealed record BlobHeaders
{
    public string? ContentType { get; init; }

    public string? ContentEncoding { get; init; }

    public string? ContentLanguage { get; init; }

    public string? ContentDisposition { get; init; }

    public string? CacheControl { get; init; }

    /// <summary>16 bytes.</summary>
    public byte[]? ContentMd5 { get; init; }

    /// <summary>The copy that made the blob; null when it was uploaded.</summary>
    public BlobCopyRecord? Copy { get; init; }

    /// <summary>Names compare without case; values are ASCII.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>A finished copy, as clients ask for it by its id.</summary>
/// <param name="Source">URL of the blob that was copied, without its query: that may hold a SAS.</param>
public sealed record BlobCopyRecord(string Id, string Source, DateTimeOffset Completed);
