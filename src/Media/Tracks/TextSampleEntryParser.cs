using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>Text sample entries: <c>stpp</c> and <c>wvtt</c> of ISO/IEC 14496-30, and the Smooth Streaming forms of TTML.</summary>
internal static class TextSampleEntryParser
{
    public static TrackFormat Parse(FourCC type, ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> body)
    {
        var codec = type == FourCC.Wvtt ? Codec.WebVtt
            : type == FourCC.Stpp || type == FourCC.Dfxp || type == FourCC.TTML ? Codec.Ttml
            : Codec.Unknown;
        return new TrackFormat
        {
            Kind = TrackKind.Text,
            Codec = codec,
            SampleEntryType = type,
            SampleEntry = entry,
            CodecString = type == FourCC.Stpp ? "stpp.ttml.im1t" : type.ToString(),
        };
    }
}
