namespace MediaPlatform.Data.ContentKeys;

/// <summary>An RSA public key.</summary>
public sealed record ContentKeyPolicyRsaTokenKey : ContentKeyPolicyRestrictionTokenKey
{
    /// <summary>Public exponent, big-endian; required.</summary>
    public byte[]? Exponent { get; init; }

    /// <summary>Modulus, big-endian; required.</summary>
    public byte[]? Modulus { get; init; }
}
