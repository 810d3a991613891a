using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>What a token restriction must keep to.</summary>
internal static class TokenRules
{
    public static void Check(ContentKeyPolicyTokenRestriction token, string path, bool allowHttpDiscovery, List<string> mistakes)
    {
        if (string.IsNullOrEmpty(token.Issuer)) mistakes.Add($"{path}.issuer: is required.");
        if (string.IsNullOrEmpty(token.Audience)) mistakes.Add($"{path}.audience: is required.");
        if (token.RestrictionTokenType is not (ContentKeyPolicyRestrictionTokenType.Jwt or ContentKeyPolicyRestrictionTokenType.Swt))
        {
            mistakes.Add($"{path}.restrictionTokenType: must be Jwt or Swt.");
        }

        if (token.RestrictionTokenType == ContentKeyPolicyRestrictionTokenType.Swt)
        {
            if (!Uri.TryCreate(token.Issuer, UriKind.Absolute, out _)) mistakes.Add($"{path}.issuer: must be an absolute URI for Swt.");
            if (!Uri.TryCreate(token.Audience, UriKind.Absolute, out _)) mistakes.Add($"{path}.audience: must be an absolute URI for Swt.");
        }

        CheckKeys(token, path, allowHttpDiscovery, mistakes);
        if (token.RequiredClaims is not { } claims) return;
        if (claims.Count > ContentKeyPolicyRules.MaximumRequiredClaims) mistakes.Add($"{path}.requiredClaims: at most {ContentKeyPolicyRules.MaximumRequiredClaims} claims are allowed.");
        for (var index = 0; index < claims.Count; index++)
        {
            if (string.IsNullOrEmpty(claims[index]?.ClaimType)) mistakes.Add($"{path}.requiredClaims[{index}].claimType: is required.");
        }
    }

    private static void CheckKeys(ContentKeyPolicyTokenRestriction token, string path, bool allowHttpDiscovery, List<string> mistakes)
    {
        var discovered = !string.IsNullOrEmpty(token.OpenIdConnectDiscoveryDocument);
        if (token.PrimaryVerificationKey is { } primary) Check(primary, path + ".primaryVerificationKey", mistakes);
        else if (!discovered) mistakes.Add($"{path}.primaryVerificationKey: is required when there is no openIdConnectDiscoveryDocument.");
        var alternates = token.AlternateVerificationKeys ?? [];
        for (var index = 0; index < alternates.Count; index++) Check(alternates[index], $"{path}.alternateVerificationKeys[{index}]", mistakes);
        if (discovered && !IsDiscoveryAddress(token.OpenIdConnectDiscoveryDocument!, allowHttpDiscovery))
        {
            mistakes.Add($"{path}.openIdConnectDiscoveryDocument: must be an absolute https address.");
        }
    }

    // Whoever can change the document on its way names the keys that open the content.
    private static bool IsDiscoveryAddress(string text, bool allowHttp) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.Scheme == Uri.UriSchemeHttp));

    private static void Check(ContentKeyPolicyRestrictionTokenKey? key, string path, List<string> mistakes)
    {
        switch (key)
        {
            case ContentKeyPolicySymmetricTokenKey symmetric when symmetric.KeyValue is not { Length: > 0 }:
                mistakes.Add($"{path}.keyValue: is required.");
                break;
            case ContentKeyPolicyRsaTokenKey rsa:
                if (rsa.Exponent is not { Length: > 0 }) mistakes.Add($"{path}.exponent: is required.");
                if (rsa.Modulus is not { Length: > 0 and <= 2048 }) mistakes.Add($"{path}.modulus: is required, at most 2048 bytes.");
                break;
            case ContentKeyPolicyX509CertificateTokenKey certificate:
                CheckCertificate(certificate, path, mistakes);
                break;
            case null:
                mistakes.Add($"{path}: a key is needed.");
                break;
        }
    }

    private static void CheckCertificate(ContentKeyPolicyX509CertificateTokenKey key, string path, List<string> mistakes)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(key.RawBody ?? []);
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not { KeySize: >= 2048 }) mistakes.Add($"{path}.rawBody: must be a certificate with an RSA key of 2048 bits or more.");
        }
        catch (CryptographicException)
        {
            mistakes.Add($"{path}.rawBody: is not a DER certificate.");
        }
    }
}
