using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.BlobEndpoint.Authorization;

/// <summary>"Create an account SAS": its fields as they stand in the URL, absent ones null.</summary>
internal sealed record AccountSas(
    string Account,
    string? Permissions,
    string? Services,
    string? ResourceTypes,
    string? Start,
    string? Expiry,
    string? IPRange,
    string? Protocol,
    string Version,
    string? EncryptionScope)
{
    public string Sign(byte[] key)
    {
        List<string?> lines = [Account, Permissions, Services, ResourceTypes, Start, Expiry, IPRange, Protocol, Version];
        if (string.CompareOrdinal(Version, "2020-12-06") >= 0) lines.Add(EncryptionScope);
        lines.Add("");
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
