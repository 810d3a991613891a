using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>The application certificate of a content owner with its private key.</summary>
internal sealed class FairPlayCertificate(RSA key, byte[] hash) : IDisposable
{
    /// <summary>The key size of the deployment packages whose messages are read here.</summary>
    public const int KeyBits = 1024;

    private readonly Lock _turn = new();

    /// <summary>SHA-1 of the certificate, by which a message names it.</summary>
    public byte[] Hash => hash;

    /// <summary>Bits of the key.</summary>
    public int KeySize => key.KeySize;

    /// <summary>Opens a PKCS#12 file, as a policy holds it.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Messages name their certificate by this hash.")]
    public static FairPlayCertificate? Open(string file, string? password)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(file), password, X509KeyStorageFlags.EphemeralKeySet);
            return certificate.GetRSAPrivateKey() is { } key ? new(key, SHA1.HashData(certificate.RawData)) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Unwraps a key; null when it was wrapped for another certificate.</summary>
    public byte[]? Unwrap(ReadOnlySpan<byte> wrapped)
    {
        try
        {
            lock (_turn)
            {
                return key.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA1);
            }
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => key.Dispose();
}
