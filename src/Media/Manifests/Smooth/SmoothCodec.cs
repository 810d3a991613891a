using System.Buffers.Binary;
using System.Text;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Smooth;

/// <summary>FourCC and CodecPrivateData of Smooth Streaming ([MS-SSTR] 2.2.2.5).</summary>
internal static class SmoothCodec
{
    private static readonly Guid DolbySubtype = new("a7fb87af-2d02-42fb-a4d4-05cd93843bdd");

    /// <summary>Null when Smooth has no name for the codec.</summary>
    public static string? FourCC(TrackFormat format) => format.Codec switch
    {
        Codec.Avc => "H264",
        Codec.Hevc => format.SampleEntryType.ToString() == "hev1" ? "HEV1" : "HVC1",
        Codec.Aac when format.Aac is { HasSbr: true } => "AACH",
        Codec.Aac => "AACL",
        Codec.Eac3 when !format.IsJoc => "EC-3",
        Codec.Ttml => "TTML",
        _ => null,
    };

    public static string PrivateData(TrackFormat format) => format.Codec switch
    {
        Codec.Avc or Codec.Hevc => AnnexB(format),
        Codec.Aac => Convert.ToHexString(format.AudioSpecificConfig.Span),
        Codec.Eac3 => Dolby(format),
        _ => "",
    };

    private static string AnnexB(TrackFormat format)
    {
        var hex = new StringBuilder();
        foreach (var unit in format.VideoParameterSets.Concat(format.SequenceParameterSets).Concat(format.PictureParameterSets))
        {
            hex.Append("00000001").Append(Convert.ToHexString(unit.Span));
        }

        return hex.ToString();
    }

    // WAVEFORMATEXTENSIBLE: samples per block, channel mask and subtype, then the payload of dec3.
    private static string Dolby(TrackFormat format)
    {
        const int samplesPerBlock = 1536;
        Span<byte> head = stackalloc byte[2 + 4 + 16];
        BinaryPrimitives.WriteUInt16LittleEndian(head, samplesPerBlock);
        BinaryPrimitives.WriteUInt32LittleEndian(head[2..], format.ChannelMask);
        DolbySubtype.TryWriteBytes(head[6..]);
        return Convert.ToHexStringLower(head) + Convert.ToHexStringLower(format.CodecConfiguration.Span);
    }
}
