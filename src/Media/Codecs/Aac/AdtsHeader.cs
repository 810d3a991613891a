namespace MediaPlatform.Media.Codecs.Aac;

/// <summary>ADTS frame header, ISO/IEC 14496-3 1.A.2.2; HE-AAC is announced as its LC core.</summary>
internal readonly struct AdtsHeader
{
    public const int Size = 7;
    private const int MaxFrame = 0x1FFF;

    private readonly byte _second;
    private readonly byte _third;

    public AdtsHeader(AudioSpecificConfig config)
    {
        var profile = config.ObjectType is >= 1 and <= 4 ? config.ObjectType - 1 : 1;
        var rate = config.CoreRateIndex;
        if (rate == 15)
        {
            throw new InvalidMediaException($"AAC at {config.CoreSamplingRate} Hz cannot be written as ADTS");
        }

        var channels = config.ChannelConfiguration & 7;
        _second = (byte)((profile << 6) | (rate << 2) | (channels >> 2));
        _third = (byte)((channels & 3) << 6);
    }

    public void Write(Span<byte> destination, int payload)
    {
        var length = payload + Size;
        if (length > MaxFrame)
        {
            throw new InvalidMediaException($"AAC frame of {payload} bytes is too large for ADTS");
        }

        destination[0] = 0xFF;
        destination[1] = 0xF1;
        destination[2] = _second;
        destination[3] = (byte)(_third | (length >> 11));
        destination[4] = (byte)(length >> 3);
        destination[5] = (byte)((length << 5) | 0x1F);
        destination[6] = 0xFC;
    }
}
