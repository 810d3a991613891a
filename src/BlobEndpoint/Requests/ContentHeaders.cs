using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>Headers of blobs as requests set them and replies show them.</summary>
internal static class ContentHeaders
{
    private const string MetadataPrefix = "x-ms-meta-";

    /// <summary>Azure's limit for all metadata of one blob, in characters.</summary>
    private const int LongestMetadata = 8 * 1024;

    /// <summary>Headers of Put Blob, where the plain HTTP headers count when the x-ms-blob- ones are missing.</summary>
    public static BlobHeaders OfPutBlob(HttpRequest request)
    {
        var set = OfProperties(request);
        return set with
        {
            ContentType = set.ContentType ?? Printable(request, "Content-Type") ?? "application/octet-stream",
            ContentEncoding = set.ContentEncoding ?? Printable(request, "Content-Encoding"),
            ContentLanguage = set.ContentLanguage ?? Printable(request, "Content-Language"),
            CacheControl = set.CacheControl ?? Printable(request, "Cache-Control"),
            ContentMd5 = Md5(request, "Content-MD5") ?? set.ContentMd5,
            Metadata = MetadataOf(request),
        };
    }

    /// <summary>The x-ms-blob- headers of Set Blob Properties and Put Block List.</summary>
    public static BlobHeaders OfProperties(HttpRequest request) => new()
    {
        ContentType = Printable(request, "x-ms-blob-content-type"),
        ContentEncoding = Printable(request, "x-ms-blob-content-encoding"),
        ContentLanguage = Printable(request, "x-ms-blob-content-language"),
        ContentDisposition = Printable(request, "x-ms-blob-content-disposition"),
        CacheControl = Printable(request, "x-ms-blob-cache-control"),
        ContentMd5 = Md5(request, "x-ms-blob-content-md5"),
    };

    public static IReadOnlyDictionary<string, string> MetadataOf(HttpRequest request)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var length = 0;
        foreach (var (header, value) in request.Headers)
        {
            if (!header.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var name = header[MetadataPrefix.Length..];
            var text = value.ToString();
            length += name.Length + text.Length;
            if (!IsIdentifier(name) || !IsPrintable(text) || length > LongestMetadata) throw BlobErrors.InvalidMetadata();
            metadata[name] = text;
        }

        return metadata;
    }

    public static void Write(HttpResponse response, BlobItem blob)
    {
        var headers = response.Headers;
        headers.ETag = blob.ETag;
        headers.LastModified = blob.LastModified.ToString("R");
        headers["x-ms-blob-type"] = "BlockBlob";
        headers["x-ms-creation-time"] = blob.LastModified.ToString("R");
        headers["x-ms-lease-status"] = "unlocked";
        headers["x-ms-lease-state"] = "available";
        headers["x-ms-server-encrypted"] = "false";
        headers["x-ms-access-tier"] = "Hot";
        headers["x-ms-access-tier-inferred"] = "true";
        headers.AcceptRanges = "bytes";
        headers.ContentType = blob.Headers.ContentType ?? "application/octet-stream";
        if (blob.Headers.ContentEncoding is { } encoding) headers.ContentEncoding = encoding;
        if (blob.Headers.ContentLanguage is { } language) headers.ContentLanguage = language;
        if (blob.Headers.ContentDisposition is { } disposition) headers.ContentDisposition = disposition;
        if (blob.Headers.CacheControl is { } cache) headers.CacheControl = cache;
        if (blob.Headers.Copy is { } copy) WriteCopy(headers, copy, blob.Length);
        WriteMetadata(response, blob.Metadata);
    }

    public static void WriteMetadata(HttpResponse response, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (name, value) in metadata) response.Headers[MetadataPrefix + name] = value;
    }

    private static void WriteCopy(IHeaderDictionary headers, BlobCopyRecord copy, long length)
    {
        headers["x-ms-copy-id"] = copy.Id;
        headers["x-ms-copy-status"] = "success";
        headers["x-ms-copy-source"] = copy.Source;
        headers["x-ms-copy-progress"] = $"{length}/{length}";
        headers["x-ms-copy-completion-time"] = copy.Completed.ToString("R");
    }

    public static byte[]? Md5(HttpRequest request, string header)
    {
        var text = request.Headers[header].ToString();
        if (text.Length == 0) return null;
        var md5 = new byte[16];
        return Convert.TryFromBase64String(text, md5, out var length) && length == 16 ? md5 : throw BlobErrors.InvalidMd5();
    }

    public static bool IsPrintable(string text) => text.All(c => c is >= ' ' and < '\x7f' or '\t');

    private static string? Printable(HttpRequest request, string header)
    {
        var text = request.Headers[header].ToString();
        if (text.Length == 0) return null;
        return IsPrintable(text) ? text : throw BlobErrors.InvalidHeader(header);
    }

    // "Metadata names must adhere to the naming rules for C# identifiers."
    private static bool IsIdentifier(string name) =>
        name.Length > 0
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
