namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>AES-128 as the messages use it: whole blocks, chained or one alone.</summary>
internal static class FairPlayCipher
{
    public static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        using var aes = Create(key);
        return aes.DecryptCbc(data, iv, System.Security.Cryptography.PaddingMode.None);
    }

    public static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        using var aes = Create(key);
        return aes.EncryptCbc(data, iv, System.Security.Cryptography.PaddingMode.None);
    }

    public static byte[] EncryptBlock(byte[] key, ReadOnlySpan<byte> block)
    {
        using var aes = Create(key);
        return aes.EncryptEcb(block, System.Security.Cryptography.PaddingMode.None);
    }

    private static System.Security.Cryptography.Aes Create(byte[] key)
    {
        var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        return aes;
    }
}
