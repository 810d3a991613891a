using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.Data.Blobs.Sas;

/// <summary>The fields of a service SAS on a container or blob, as they stand in its URL (texts unescaped, absent ones null).</summary>
public sealed record ServiceSas
{
    public required string Version { get; init; }

    /// <summary>sr: c is a container, b a blob, d a directory, bs a snapshot.</summary>
    public required string Resource { get; init; }

    public string? Permissions { get; init; }

    public string? Start { get; init; }

    public string? Expiry { get; init; }

    public string? Identifier { get; init; }

    public string? IPRange { get; init; }

    public string? Protocol { get; init; }

    public string? SnapshotTime { get; init; }

    public string? EncryptionScope { get; init; }

    public string? CacheControl { get; init; }

    public string? ContentDisposition { get; init; }

    public string? ContentEncoding { get; init; }

    public string? ContentLanguage { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The signature by an account key, base64.</summary>
    /// <param name="canonicalResource">/blob/{account}/{container} or /blob/{account}/{container}/{blob}.</param>
    public string Sign(string canonicalResource, ReadOnlySpan<byte> accountKey) =>
        Convert.ToBase64String(HMACSHA256.HashData(accountKey, Encoding.UTF8.GetBytes(StringToSign(canonicalResource))));

    // "Create a service SAS", Blob service: one layout per range of versions.
    private string StringToSign(string canonicalResource)
    {
        List<string?> lines = [Permissions, Start, Expiry, canonicalResource, Identifier];
        if (IsSince("2015-04-05")) lines.AddRange([IPRange, Protocol]);
        lines.Add(Version);
        if (IsSince("2018-11-09")) lines.AddRange([Resource, SnapshotTime]);
        if (IsSince("2020-12-06")) lines.Add(EncryptionScope);
        lines.AddRange([CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType]);
        return string.Join('\n', lines);
    }

    private bool IsSince(string version) => string.CompareOrdinal(Version, version) >= 0;

    /// <summary>Times as Azure writes them: whole seconds, UTC.</summary>
    public static string FormatTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
