using System.Globalization;

namespace MediaPlatform.Media.Codecs.Aac;

/// <summary>
/// MPEG-4 AudioSpecificConfig, ISO/IEC 14496-3 1.6.2.1. The core values are those of the AAC-LC layer; SBR and PS are
/// reported whether signalled hierarchically (object type 5 or 29 first) or by the backward compatible extension.
/// </summary>
public readonly record struct AudioSpecificConfig(
    int ObjectType, int CoreSamplingRate, int SamplingRate, int ChannelConfiguration, bool HasSbr, bool HasPs, bool ShortFrames)
{
    private const int ObjectTypeSbr = 5;
    private const int ObjectTypePs = 29;
    private const int SyncExtension = 0x2B7;
    private const int SyncExtensionPs = 0x548;

    private static readonly int[] Rates =
        [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    /// <summary>Channels that leave the decoder; parametric stereo makes two of one, and 0 is unknown.</summary>
    public int Channels => ChannelConfiguration switch
    {
        0 => ProgramChannels,
        1 when HasPs => 2,
        7 or 12 or 14 => 8, // ISO/IEC 23091-3
        11 => 7,
        13 => 24,
        _ => ChannelConfiguration,
    };

    /// <summary>Channels of the program config element that stands in for a channel configuration of 0.</summary>
    internal int ProgramChannels { get; init; }

    /// <summary>Where that element lies, in bits, its comment apart; null when there is none.</summary>
    internal ByteRange? ProgramConfig { get; init; }

    /// <summary>RFC 6381 form: 2 = LC, 5 = HE-AAC, 29 = HE-AAC v2.</summary>
    public string CodecString => string.Create(
        CultureInfo.InvariantCulture, $"mp4a.40.{(HasPs ? ObjectTypePs : HasSbr ? ObjectTypeSbr : ObjectType)}");

    /// <summary>Index of the core rate in ISO/IEC 14496-3 table 1.18, or 15 when it is not in the table.</summary>
    public int CoreRateIndex => Array.IndexOf(Rates, CoreSamplingRate) is var index and >= 0 ? index : 15;

    public static AudioSpecificConfig Parse(ReadOnlySpan<byte> bytes)
    {
        var bits = new BitReader(bytes);
        var type = ObjectTypeOf(ref bits);
        var coreRate = RateOf(ref bits);
        var channels = (int)bits.Bits(4);
        var (rate, sbr, ps) = (coreRate, false, false);
        if (type is ObjectTypeSbr or ObjectTypePs)
        {
            (sbr, ps) = (true, type == ObjectTypePs);
            rate = RateOf(ref bits);
            type = ObjectTypeOf(ref bits);
        }

        var general = default(General);
        if (type is 1 or 2 or 3 or 4 or 6 or 7 or 17 or 19 or 20 or 21 or 22 or 23)
        {
            general = ReadGeneral(ref bits, type, channels);
        }

        if (!sbr && type == 2)
        {
            ReadExtension(bits, ref rate, ref sbr, ref ps);
        }

        return new AudioSpecificConfig(type, coreRate, rate, channels, sbr, ps, general.ShortFrames)
        {
            ProgramChannels = general.Channels,
            ProgramConfig = general.Place,
        };
    }

    /// <summary>GASpecificConfig.</summary>
    private static General ReadGeneral(ref BitReader bits, int type, int channels)
    {
        if (bits.Remaining < 3)
        {
            return default;
        }

        var general = new General(bits.Flag(), 0, null);
        if (bits.Flag())
        {
            bits.Skip(Math.Min(14, bits.Remaining));
        }

        var extension = bits.Remaining > 0 && bits.Flag();
        if (channels == 0 && bits.Remaining > 0)
        {
            var start = bits.Position;
            var (count, length) = ProgramConfigElement.Skip(ref bits);
            general = general with { Channels = count, Place = new ByteRange(start, length) };
        }

        if (extension || type is 6 or 20)
        {
            bits.Skip(bits.Remaining); // layer data follows; nothing after it is needed
        }

        return general;
    }

    private static void ReadExtension(BitReader bits, ref int rate, ref bool sbr, ref bool ps)
    {
        if (bits.Remaining < 17 || bits.Bits(11) != SyncExtension || bits.Bits(5) != ObjectTypeSbr || !bits.Flag())
        {
            return;
        }

        sbr = true;
        rate = RateOf(ref bits);
        if (bits.Remaining >= 12 && bits.Bits(11) == SyncExtensionPs)
        {
            ps = bits.Flag();
        }
    }

    private static int ObjectTypeOf(ref BitReader bits)
    {
        var type = (int)bits.Bits(5);
        return type == 31 ? 32 + (int)bits.Bits(6) : type;
    }

    private static int RateOf(ref BitReader bits)
    {
        var index = (int)bits.Bits(4);
        return index == 15 ? (int)bits.Bits(24)
            : index < Rates.Length ? Rates[index]
            : throw new InvalidMediaException("AAC sampling rate index is reserved");
    }

    /// <summary>What GASpecificConfig says: frames of 960 samples instead of 1024, and the program config element.</summary>
    private readonly record struct General(bool ShortFrames, int Channels, ByteRange? Place);
}
