namespace MediaPlatform.Media.Codecs;

/// <summary>Reads bits from the most significant on; running out throws <see cref="InvalidMediaException"/>.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Bits not read yet.</summary>
    public readonly int Remaining => (_bytes.Length * 8) - _position;

    public readonly int Position => _position;

    public bool Flag() => Bits(1) != 0;

    public uint Bits(int count)
    {
        if (count > Remaining)
        {
            throw new InvalidMediaException("A bit field runs past the end of its data");
        }

        uint value = 0;
        for (var i = 0; i < count; i++)
        {
            value = (value << 1) | (uint)((_bytes[_position >> 3] >> (7 - (_position & 7))) & 1);
            _position++;
        }

        return value;
    }

    public void Skip(int count)
    {
        if (count < 0 || count > Remaining)
        {
            throw new InvalidMediaException("A bit field runs past the end of its data");
        }

        _position += count;
    }

    /// <summary>Unsigned Exp-Golomb code, ITU-T H.264 9.1.</summary>
    public uint Ue()
    {
        var zeros = 0;
        while (!Flag())
        {
            if (++zeros > 31)
            {
                throw new InvalidMediaException("An Exp-Golomb code is too long");
            }
        }

        return zeros == 0 ? 0 : (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>Signed Exp-Golomb code, ITU-T H.264 9.1.1.</summary>
    public int Se()
    {
        var code = Ue();
        return (code & 1) != 0 ? (int)((code + 1) >> 1) : -(int)(code >> 1);
    }
}
