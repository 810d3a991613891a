using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>A key that verifies signatures: a shared secret or an RSA public key, never one taken for the other.</summary>
/// <param name="KeyId">The <c>kid</c> of a discovered key.</param>
internal sealed record VerificationKey(byte[]? Secret, RSAParameters? Rsa, string? KeyId = null)
{
    /// <summary>The key of a policy; null when it cannot be used.</summary>
    public static VerificationKey? From(ContentKeyPolicyRestrictionTokenKey? key) => key switch
    {
        ContentKeyPolicySymmetricTokenKey { KeyValue: { Length: > 0 } value } => new(value, null),
        ContentKeyPolicyRsaTokenKey { Exponent: { Length: > 0 } exponent, Modulus: { Length: > 0 } modulus } =>
            new(null, new RSAParameters { Exponent = exponent, Modulus = modulus }),
        ContentKeyPolicyX509CertificateTokenKey { RawBody: { } body } => FromCertificate(body),
        _ => null,
    };

    /// <summary>The public key of a DER certificate; null when there is none of RSA.</summary>
    public static VerificationKey? FromCertificate(byte[] der, string? keyId = null)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            using var rsa = certificate.GetRSAPublicKey();
            return rsa is null ? null : new(null, rsa.ExportParameters(false), keyId);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether the signature of a JWS is right under one of the algorithms for this kind of key, RFC 7518 3.</summary>
    public bool Verifies(string algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (Hash(algorithm) is not { } hash)
        {
            return false;
        }

        if (Secret is not null)
        {
            return algorithm[0] == 'H' && CryptographicOperations.FixedTimeEquals(CryptographicOperations.HmacData(hash, Secret, text), signature);
        }

        return algorithm[0] switch
        {
            'R' => VerifiesRsa(text, signature, hash, RSASignaturePadding.Pkcs1),
            'P' => VerifiesRsa(text, signature, hash, RSASignaturePadding.Pss),
            _ => false,
        };
    }

    private bool VerifiesRsa(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        try
        {
            using var rsa = RSA.Create(Rsa!.Value);
            return rsa.VerifyData(text, signature, hash, padding);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static HashAlgorithmName? Hash(string algorithm) => algorithm switch
    {
        "HS256" or "RS256" or "PS256" => HashAlgorithmName.SHA256,
        "HS384" or "RS384" or "PS384" => HashAlgorithmName.SHA384,
        "HS512" or "RS512" or "PS512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
