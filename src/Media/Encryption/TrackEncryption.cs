using System.Buffers.Binary;
using System.Security.Cryptography;
using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.Media.Encryption;

/// <summary>Everything that the encryption of one track depends on.</summary>
/// <param name="Scheme">How samples are encrypted.</param>
/// <param name="KeyId">Names the key in boxes and manifests (KID).</param>
/// <param name="Key">The content key.</param>
/// <param name="Iv">16 bytes: the constant IV of cbcs; for counter mode the first 8 are the IV of sample number 0.</param>
public sealed record TrackEncryption(ProtectionScheme Scheme, Guid KeyId, AesKey Key, ReadOnlyMemory<byte> Iv)
{
    /// <summary>Bytes of a sample's own IV in counter mode.</summary>
    public const int SampleIvSize = 8;

    /// <summary>Encrypted blocks of the video pattern of cbcs.</summary>
    public const int CryptBlocks = 1;

    /// <summary>Clear blocks of the video pattern of cbcs.</summary>
    public const int SkipBlocks = 9;

    /// <summary>
    /// The IV of a sample in counter mode: it counts on from sample to sample of the stored track, so that any request for the
    /// sample gives the same bytes.
    /// </summary>
    public ulong SampleIv(int sample) => BinaryPrimitives.ReadUInt64BigEndian(Iv.Span) + (ulong)sample;

    /// <summary>
    /// An IV for one track out of the IV of a locator. Tracks under one key must not share counter blocks, so each starts
    /// from a place of its own in the space of 64-bit IVs.
    /// </summary>
    /// <param name="key">The content key, which makes the result hard to foresee.</param>
    /// <param name="locatorIv">Random bytes kept with the key.</param>
    /// <param name="track">What tells the track from others of the asset, for example file name and track number.</param>
    public static byte[] DeriveIv(AesKey key, ReadOnlySpan<byte> locatorIv, ReadOnlySpan<byte> track)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes);
        hmac.AppendData(locatorIv);
        hmac.AppendData(track);
        return hmac.GetHashAndReset()[..AesKey.Size];
    }
}
