using System.Buffers;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>Runs independent CBC encryptions together, which hides the latency that one chain alone cannot.</summary>
public static class CbcLanes
{
    private const int Narrow = 4;
    private const int Wide = 8;
    private const int Piece = 4 << 10;

    /// <summary>How many lanes run together at best.</summary>
    public const int Width = Wide;

    /// <summary>Encrypts all lanes; up to eight at a time advance over the length that they have in common. The lanes are put in order of length.</summary>
    public static void Encrypt(Span<CbcLane> lanes)
    {
        if (!AesRounds.IsSupported)
        {
            EncryptOneByOne(lanes);
            return;
        }

        // Longest first, so that lanes of like length run together.
        lanes.Sort(static (left, right) => right.Blocks.Length.CompareTo(left.Blocks.Length));
        while (lanes.Length > Narrow)
        {
            var count = Math.Min(Wide, lanes.Length);
            EncryptWide(lanes[..count]);
            lanes = lanes[count..];
        }

        while (lanes.Length > 1)
        {
            var count = Math.Min(Narrow, lanes.Length);
            EncryptTogether(lanes[..count]);
            lanes = lanes[count..];
        }

        EncryptOneByOne(lanes);
    }

    // Two or three lanes take no longer beside idle ones than alone: the others run over bytes that nobody wants.
    private static void EncryptTogether(Span<CbcLane> lanes)
    {
        var count = lanes.Length;
        var common = lanes[count - 1].Blocks.Length & ~(AesKey.Size - 1);
        Span<CbcCipher> ciphers = [lanes[0].Cipher, lanes[1].Cipher, lanes[Math.Min(2, count - 1)].Cipher, lanes[Math.Min(3, count - 1)].Cipher];
        Span<byte> unwanted = stackalloc byte[Piece];
        for (var at = 0; at < common; at += Piece)
        {
            var length = Math.Min(Piece, common - at);
            CbcCipher.EncryptFour(
                ciphers,
                lanes[0].Blocks.Span.Slice(at, length),
                lanes[1].Blocks.Span.Slice(at, length),
                count > 2 ? lanes[2].Blocks.Span.Slice(at, length) : unwanted[..length],
                count > 3 ? lanes[3].Blocks.Span.Slice(at, length) : unwanted[..length]);
        }

        for (var i = 0; i < count; i++)
        {
            lanes[i].Cipher = ciphers[i];
            lanes[i].Cipher.Encrypt(lanes[i].Blocks.Span[common..]);
        }
    }

    // Five to eight; idle ones run over bytes that nobody wants.
    private static void EncryptWide(Span<CbcLane> lanes)
    {
        var count = lanes.Length;
        var common = lanes[count - 1].Blocks.Length & ~(AesKey.Size - 1);
        var unwanted = count < Wide ? ArrayPool<byte>.Shared.Rent(Math.Max(1, common)) : [];
        Span<CbcCipher> ciphers = [default, default, default, default, default, default, default, default];
        Span<Memory<byte>> pieces = [default, default, default, default, default, default, default, default];
        for (var i = 0; i < Wide; i++)
        {
            ciphers[i] = lanes[Math.Min(i, count - 1)].Cipher;
            pieces[i] = (i < count ? lanes[i].Blocks : unwanted)[..common];
        }

        CbcCipher.EncryptEight(ciphers, pieces);
        for (var i = 0; i < count; i++)
        {
            lanes[i].Cipher = ciphers[i];
            lanes[i].Cipher.Encrypt(lanes[i].Blocks.Span[common..]);
        }

        if (count < Wide)
        {
            ArrayPool<byte>.Shared.Return(unwanted);
        }
    }

    private static void EncryptOneByOne(Span<CbcLane> lanes)
    {
        foreach (ref var lane in lanes)
        {
            lane.Cipher.Encrypt(lane.Blocks.Span);
        }
    }
}
