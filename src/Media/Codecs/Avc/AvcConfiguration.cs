using System.Collections.Immutable;
using System.Globalization;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Codecs.Avc;

/// <summary>AVC decoder configuration record, ISO/IEC 14496-15 5.3.3.1 (<c>avcC</c>).</summary>
internal sealed record AvcConfiguration(
    byte Profile,
    byte Compatibility,
    byte Level,
    int NalLengthSize,
    ImmutableArray<ReadOnlyMemory<byte>> SequenceParameterSets,
    ImmutableArray<ReadOnlyMemory<byte>> PictureParameterSets)
{
    private const int TypeSequence = 7;
    private const int TypePicture = 8;

    /// <summary>RFC 6381 form, lower case: <c>avc1.64001f</c>.</summary>
    public string CodecString(FourCC entry) => string.Create(
        CultureInfo.InvariantCulture, $"{entry}.{Profile:x2}{Compatibility:x2}{Level:x2}");

    /// <summary>The same with parameter sets of the stream where the record has none; they also say the profile that it leaves open.</summary>
    public AvcConfiguration With(IReadOnlyList<ReadOnlyMemory<byte>> inBand)
    {
        var sequence = SequenceParameterSets.IsEmpty ? [.. inBand.Where(nal => (nal.Span[0] & 31) == TypeSequence)] : SequenceParameterSets;
        var picture = PictureParameterSets.IsEmpty ? [.. inBand.Where(nal => (nal.Span[0] & 31) == TypePicture)] : PictureParameterSets;
        var filled = this with { SequenceParameterSets = sequence, PictureParameterSets = picture };
        return Profile > 0 || sequence is not [{ Length: >= 4 } first, ..] ? filled
            : filled with { Profile = first.Span[1], Compatibility = first.Span[2], Level = first.Span[3] };
    }

    public static AvcConfiguration Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new BoxReader(FourCC.AvcC, body.Span);
        if (reader.UInt8() != 1)
        {
            throw reader.Error("Unknown version of the AVC configuration");
        }

        var (profile, compatibility, level) = (reader.UInt8(), reader.UInt8(), reader.UInt8());
        var lengthSize = (reader.UInt8() & 3) + 1;
        var sequence = ReadSets(ref reader, reader.UInt8() & 31, body);
        var picture = ReadSets(ref reader, reader.UInt8(), body);
        return new AvcConfiguration(profile, compatibility, level, lengthSize, sequence, picture);
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> ReadSets(ref BoxReader reader, int count, ReadOnlyMemory<byte> body)
    {
        var sets = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(count);
        for (var i = 0; i < count; i++)
        {
            var length = reader.UInt16();
            var at = reader.Position;
            reader.Skip(length);
            sets.Add(body.Slice(at, length));
        }

        return sets.MoveToImmutable();
    }
}
