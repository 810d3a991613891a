using System.Security.Cryptography;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>AES by the library of the operating system, for processors without AES instructions.</summary>
internal static class PortableAes
{
    /// <summary>Electronic code book mode; source and destination may be the same.</summary>
    public static void EncryptBlocks(AesKey key, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        using var aes = Create(key);
        aes.EncryptEcb(source, destination, PaddingMode.None);
    }

    /// <summary>Cipher block chaining in place; the chain value is read and updated.</summary>
    public static void EncryptChain(AesKey key, Span<byte> chain, Span<byte> blocks)
    {
        if (blocks.IsEmpty)
        {
            return;
        }

        using var aes = Create(key);
        aes.EncryptCbc(blocks, chain, blocks, PaddingMode.None);
        blocks[^AesKey.Size..].CopyTo(chain);
    }

    private static Aes Create(AesKey key)
    {
        var aes = Aes.Create();
        aes.SetKey(key.Bytes);
        return aes;
    }
}
