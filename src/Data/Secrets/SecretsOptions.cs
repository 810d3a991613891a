namespace MediaPlatform.Data.Secrets;

/// <summary>How secrets at rest are encrypted.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>Folder of the key ring, shared by all processes of an installation; {Data:Directory}/keys when empty.</summary>
    public string? KeyDirectory { get; set; }

    /// <summary>PKCS#12 file whose key encrypts the key ring; the ring lies in the clear (mode 0600) when empty.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Password of that file.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>PKCS#12 files of earlier certificates that may still open old keys.</summary>
    public IList<string> RetiredCertificatePaths { get; init; } = [];
}
