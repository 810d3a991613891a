using System.Buffers;

namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>Runs independent CBC encryptions together, which hides the latency that one chain alone cannot.</summary>
public static class CbcLanes
{
    /// <summary>How many lanes run together at best.</summary>
    public const int Width = 8;

    private const int Narrow = 4;

    /// <summary>Encrypts all lanes, up to eight at a time. The lanes are put in order of length.</summary>
    public static void Encrypt(Span<CbcLane> lanes)
    {
        if (!AesRounds.IsSupported)
        {
            foreach (ref var lane in lanes)
            {
                lane.Cipher.Encrypt(lane.Blocks.Span);
            }

            return;
        }

        // Longest first, so that lanes of like length run together.
        lanes.Sort(static (left, right) => right.Blocks.Length.CompareTo(left.Blocks.Length));
        while (!lanes.IsEmpty)
        {
            var group = lanes[..Math.Min(Width, lanes.Length)];
            EncryptGroup(group);
            lanes = lanes[group.Length..];
        }
    }

    // As far as the shortest goes together, then the longer ones without it.
    private static void EncryptGroup(Span<CbcLane> lanes)
    {
        for (var done = 0; !lanes.IsEmpty;)
        {
            var length = (lanes[^1].Blocks.Length - done) & ~(AesKey.Size - 1);
            if (length == 0)
            {
                lanes = lanes[..^1];
                continue;
            }

            if (lanes.Length == 1)
            {
                lanes[0].Cipher.Encrypt(lanes[0].Blocks.Span.Slice(done, length));
            }
            else
            {
                EncryptTogether(lanes, done, length);
            }

            done += length;
        }
    }

    // Fewer lanes take no longer beside idle ones than alone: those run over bytes that nobody wants.
    private static void EncryptTogether(Span<CbcLane> lanes, int start, int length)
    {
        var width = lanes.Length <= Narrow ? Narrow : Width;
        var unwanted = lanes.Length < width ? ArrayPool<byte>.Shared.Rent(length) : [];
        Span<CbcCipher> ciphers = [default, default, default, default, default, default, default, default];
        Span<Memory<byte>> pieces = [default, default, default, default, default, default, default, default];
        for (var i = 0; i < width; i++)
        {
            ciphers[i] = lanes[Math.Min(i, lanes.Length - 1)].Cipher;
            pieces[i] = i < lanes.Length ? lanes[i].Blocks.Slice(start, length) : unwanted.AsMemory(0, length);
        }

        if (width == Narrow)
        {
            CbcCipher.EncryptFour(ciphers[..Narrow], pieces[0].Span, pieces[1].Span, pieces[2].Span, pieces[3].Span);
        }
        else
        {
            CbcCipher.EncryptEight(ciphers, pieces);
        }

        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i].Cipher = ciphers[i];
        }

        if (lanes.Length < width)
        {
            ArrayPool<byte>.Shared.Return(unwanted);
        }
    }
}
