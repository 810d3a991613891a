namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>Runs independent CBC encryptions together, which hides the latency that one chain alone cannot.</summary>
public static class CbcLanes
{
    private const int Width = 4;

    /// <summary>Encrypts all lanes; four at a time advance over the length that they have in common. The lanes are put in order of length.</summary>
    public static void Encrypt(Span<CbcLane> lanes)
    {
        if (!AesRounds.IsSupported)
        {
            EncryptOneByOne(lanes);
            return;
        }

        // Longest first, so that lanes of like length run together.
        lanes.Sort(static (left, right) => right.Blocks.Length.CompareTo(left.Blocks.Length));
        while (lanes.Length >= Width)
        {
            EncryptFour(lanes[..Width]);
            lanes = lanes[Width..];
        }

        EncryptOneByOne(lanes);
    }

    private static void EncryptFour(Span<CbcLane> lanes)
    {
        var common = lanes[Width - 1].Blocks.Length & ~(AesKey.Size - 1);
        Span<CbcCipher> ciphers = [lanes[0].Cipher, lanes[1].Cipher, lanes[2].Cipher, lanes[3].Cipher];
        CbcCipher.EncryptFour(
            ciphers,
            lanes[0].Blocks.Span[..common],
            lanes[1].Blocks.Span[..common],
            lanes[2].Blocks.Span[..common],
            lanes[3].Blocks.Span[..common]);
        for (var i = 0; i < Width; i++)
        {
            lanes[i].Cipher = ciphers[i];
            lanes[i].Cipher.Encrypt(lanes[i].Blocks.Span[common..]);
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
