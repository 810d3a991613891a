namespace MediaPlatform.Data.Identity;

/// <summary>A key that signs the tokens of the built-in token endpoint.</summary>
public sealed class SigningKey
{
    /// <summary>The JWT key id.</summary>
    public string Id { get; set; } = "";

    /// <summary>PKCS#8 bytes as base64, under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string ProtectedPrivateKey { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    /// <summary>From then on the key signs nothing new.</summary>
    public DateTimeOffset Retires { get; set; }
}
