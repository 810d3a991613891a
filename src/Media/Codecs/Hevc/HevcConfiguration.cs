using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Codecs.Hevc;

/// <summary>HEVC decoder configuration record, ISO/IEC 14496-15 8.3.3.1 (<c>hvcC</c>).</summary>
internal sealed record HevcConfiguration(
    int ProfileSpace,
    bool HighTier,
    int Profile,
    uint Compatibility,
    ulong Constraints,
    byte Level,
    int NalLengthSize,
    bool ParameterSetsComplete,
    ImmutableArray<ReadOnlyMemory<byte>> VideoParameterSets,
    ImmutableArray<ReadOnlyMemory<byte>> SequenceParameterSets,
    ImmutableArray<ReadOnlyMemory<byte>> PictureParameterSets)
{
    private const int TypeVideo = 32;
    private const int TypeSequence = 33;
    private const int TypePicture = 34;
    private const int ProfileStart = 3;

    /// <summary>ISO/IEC 14496-15 annex E.3: <c>hvc1.1.6.L93.90</c>.</summary>
    public string CodecString(FourCC entry)
    {
        var text = new StringBuilder().Append(entry).Append('.');
        if (ProfileSpace > 0)
        {
            text.Append((char)('A' + ProfileSpace - 1));
        }

        text.Append(CultureInfo.InvariantCulture, $"{Profile}.{Reverse(Compatibility):X}.{(HighTier ? 'H' : 'L')}{Level}");
        var used = 6;
        while (used > 0 && (byte)(Constraints >> ((6 - used) * 8)) == 0)
        {
            used--;
        }

        for (var i = 0; i < used; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $".{(byte)(Constraints >> ((5 - i) * 8)):X}");
        }

        return text.ToString();
    }

    /// <summary>The same with parameter sets of the stream where the record has none; they also say the profile that it leaves open.</summary>
    public HevcConfiguration With(IReadOnlyList<ReadOnlyMemory<byte>> inBand)
    {
        var filled = this with
        {
            VideoParameterSets = Filled(VideoParameterSets, TypeVideo),
            SequenceParameterSets = Filled(SequenceParameterSets, TypeSequence),
            PictureParameterSets = Filled(PictureParameterSets, TypePicture),
        };
        return Profile > 0 || filled.SequenceParameterSets.IsEmpty ? filled : filled.WithProfileOf(filled.SequenceParameterSets[0].Span);

        ImmutableArray<ReadOnlyMemory<byte>> Filled(ImmutableArray<ReadOnlyMemory<byte>> own, int type) =>
            own.IsEmpty ? [.. inBand.Where(nal => ((nal.Span[0] >> 1) & 63) == type)] : own;
    }

    /// <summary>profile_tier_level of a sequence parameter set, ITU-T H.265 7.3.3, stands behind two bytes of header and one of identifiers.</summary>
    private HevcConfiguration WithProfileOf(ReadOnlySpan<byte> nal)
    {
        Span<byte> raw = stackalloc byte[ProfileStart + 12];
        if (NalUnits.Unescape(nal, raw) < raw.Length)
        {
            return this;
        }

        var reader = new BoxReader(FourCC.HvcC, raw[ProfileStart..]);
        var profile = reader.UInt8();
        return this with
        {
            ProfileSpace = profile >> 6,
            HighTier = (profile & 0x20) != 0,
            Profile = profile & 31,
            Compatibility = reader.UInt32(),
            Constraints = ((ulong)reader.UInt32() << 16) | reader.UInt16(),
            Level = reader.UInt8(),
        };
    }

    public static HevcConfiguration Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new BoxReader(FourCC.HvcC, body.Span);
        reader.Skip(1);
        var profileByte = reader.UInt8();
        var compatibility = reader.UInt32();
        var constraints = ((ulong)reader.UInt32() << 16) | reader.UInt16();
        var level = reader.UInt8();
        reader.Skip(8);
        var lengthSize = (reader.UInt8() & 3) + 1;
        var sets = new Dictionary<int, ImmutableArray<ReadOnlyMemory<byte>>.Builder>
        {
            [TypeVideo] = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(),
            [TypeSequence] = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(),
            [TypePicture] = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(),
        };
        var complete = ReadArrays(ref reader, body, sets);
        return new HevcConfiguration(
            profileByte >> 6, (profileByte & 0x20) != 0, profileByte & 31, compatibility, constraints, level, lengthSize,
            complete, sets[TypeVideo].ToImmutable(), sets[TypeSequence].ToImmutable(), sets[TypePicture].ToImmutable());
    }

    private static bool ReadArrays(
        ref BoxReader reader, ReadOnlyMemory<byte> body, Dictionary<int, ImmutableArray<ReadOnlyMemory<byte>>.Builder> sets)
    {
        var complete = true;
        var arrays = reader.UInt8();
        for (var i = 0; i < arrays; i++)
        {
            var header = reader.UInt8();
            var type = header & 63;
            var count = reader.UInt16();
            for (var j = 0; j < count; j++)
            {
                var length = reader.UInt16();
                var at = reader.Position;
                reader.Skip(length);
                if (sets.TryGetValue(type, out var list))
                {
                    list.Add(body.Slice(at, length));
                    complete &= (header & 0x80) != 0;
                }
            }
        }

        return complete && sets[TypeSequence].Count > 0;
    }

    private static uint Reverse(uint value)
    {
        uint reversed = 0;
        for (var i = 0; i < 32; i++)
        {
            reversed = (reversed << 1) | ((value >> i) & 1);
        }

        return reversed;
    }
}
