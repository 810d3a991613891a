using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.KeyDelivery.Widevine;

/// <summary>Wraps a request as the Widevine service wants it: the text, its signature under the provider's key, the signer's name.</summary>
internal sealed class WidevineSigner(string provider, byte[] key, byte[] iv)
{
    /// <summary>The signed message around a request.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> request) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["request"] = Convert.ToBase64String(request),
        ["signature"] = Convert.ToBase64String(Sign(request)),
        ["signer"] = provider,
    });

    /// <summary>The SHA-1 of the request, encrypted with AES-256-CBC and padded.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The service checks this hash and no other.")]
    public byte[] Sign(ReadOnlySpan<byte> request)
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        return aes.EncryptCbc(SHA1.HashData(request), iv);
    }
}
