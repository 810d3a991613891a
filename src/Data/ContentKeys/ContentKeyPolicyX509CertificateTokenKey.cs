namespace MediaPlatform.Data.ContentKeys;

/// <summary>The public key of a certificate.</summary>
public sealed record ContentKeyPolicyX509CertificateTokenKey : ContentKeyPolicyRestrictionTokenKey
{
    /// <summary>The certificate, DER; required.</summary>
    public byte[]? RawBody { get; init; }
}
