namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>Lets packagers of others take content keys.</summary>
public sealed class CpixOptions
{
    public const string Section = "Cpix";

    /// <summary>Name with which packagers prove themselves (HTTP Basic).</summary>
    public string? UserName { get; set; }

    /// <summary>Password with which packagers prove themselves. A secret.</summary>
    public string? Password { get; set; }

    /// <summary>Gives keys only to requests that name a certificate to encrypt them to.</summary>
    public bool RequireEncryption { get; set; }
}
