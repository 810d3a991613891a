namespace MediaPlatform.Data.Secrets;

/// <summary>Encrypts what must not lie in the catalog in the clear.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts a secret; the text is stored.</summary>
    string Protect(ReadOnlySpan<byte> secret);

    /// <summary>Encrypts a secret text.</summary>
    string ProtectText(string secret);

    /// <summary>Opens a stored text.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key ring cannot open it.</exception>
    byte[] Unprotect(string stored);

    /// <summary>Opens a stored text that was a text.</summary>
    string UnprotectText(string stored);
}
