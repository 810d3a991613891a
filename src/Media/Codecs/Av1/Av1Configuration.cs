using System.Globalization;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Codecs.Av1;

/// <summary>AV1 codec configuration record, AV1 in ISO-BMFF 2.3.3 (<c>av1C</c>).</summary>
internal sealed record Av1Configuration(int Profile, int Level, bool HighTier, int BitDepth)
{
    /// <summary>AV1 in ISO-BMFF section 5, short form: <c>av01.0.04M.08</c>.</summary>
    public string CodecString => string.Create(
        CultureInfo.InvariantCulture, $"av01.{Profile}.{Level:00}{(HighTier ? 'H' : 'M')}.{BitDepth:00}");

    public static Av1Configuration Parse(ReadOnlySpan<byte> body)
    {
        var reader = new BoxReader(FourCC.Av1C, body);
        reader.Skip(1);
        var (first, second) = (reader.UInt8(), reader.UInt8());
        var depth = (second & 0x40) == 0 ? 8 : (second & 0x20) != 0 ? 12 : 10;
        return new Av1Configuration(first >> 5, first & 31, (second & 0x80) != 0, depth);
    }
}
