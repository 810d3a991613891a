using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>What slice headers depend on in an HEVC sequence parameter set, ITU-T H.265 7.3.2.2.</summary>
internal sealed record HevcSequence
{
    private const int MaxSets = 64;
    private const int MaxLongTerm = 32;

    public required uint Id { get; init; }

    public required uint ChromaArrayType { get; init; }

    public required bool SeparateColourPlanes { get; init; }

    /// <summary>Bits of a slice segment address.</summary>
    public required int AddressBits { get; init; }

    public required int OrderBits { get; init; }

    public required IReadOnlyList<HevcReferenceSet> ReferenceSets { get; init; }

    public required bool HasLongTerm { get; init; }

    /// <summary>Whether the picture uses each long-term reference that the set lists.</summary>
    public required IReadOnlyList<bool> LongTermUsed { get; init; }

    public required bool HasSampleAdaptiveOffset { get; init; }

    public required bool HasTemporalVectors { get; init; }

    /// <param name="bits">Stands after the NAL header.</param>
    public static HevcSequence Parse(ref BitReader bits)
    {
        bits.Skip(4);
        var subLayers = (int)bits.Bits(3);
        bits.Skip(1);
        SkipProfileTierLevel(ref bits, subLayers);
        var id = bits.Ue();
        var chroma = bits.Ue();
        var separate = chroma == 3 && bits.Flag();
        var (width, height) = (bits.Ue(), bits.Ue());
        if (bits.Flag())
        {
            Skip(ref bits, 4);
        }

        Skip(ref bits, 2);
        var orderBits = Bounded(bits.Ue(), 12) + 4;
        for (var i = bits.Flag() ? 0 : subLayers; i <= subLayers; i++)
        {
            Skip(ref bits, 3);
        }

        var blockLog = Bounded(bits.Ue(), 3) + 3 + Bounded(bits.Ue(), 3);
        Skip(ref bits, 4);
        if (bits.Flag() && bits.Flag())
        {
            HevcScalingLists.Skip(ref bits);
        }

        bits.Skip(1);
        var offset = bits.Flag();
        if (bits.Flag())
        {
            bits.Skip(8);
            Skip(ref bits, 2);
            bits.Skip(1);
        }

        var sets = ReadReferenceSets(ref bits);
        var (hasLongTerm, longTerm) = ReadLongTerm(ref bits, orderBits);
        return new HevcSequence
        {
            Id = id,
            ChromaArrayType = separate ? 0 : chroma,
            SeparateColourPlanes = separate,
            AddressBits = CeilLog2(Blocks(width, blockLog) * Blocks(height, blockLog)),
            OrderBits = orderBits,
            ReferenceSets = sets,
            HasLongTerm = hasLongTerm,
            LongTermUsed = longTerm,
            HasSampleAdaptiveOffset = offset,
            HasTemporalVectors = bits.Flag(),
        };
    }

    /// <summary>Bits that tell so many values apart.</summary>
    public static int CeilLog2(long values) => values <= 1 ? 0 : 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)values - 1);

    private static long Blocks(uint pixels, int log) => pixels <= 65535
        ? (pixels + (1L << log) - 1) >> log
        : throw new InvalidMediaException("HEVC picture size is impossible");

    private static List<HevcReferenceSet> ReadReferenceSets(ref BitReader bits)
    {
        var count = Bounded(bits.Ue(), MaxSets);
        var sets = new List<HevcReferenceSet>(count);
        for (var i = 0; i < count; i++)
        {
            sets.Add(HevcReferenceSet.Parse(ref bits, sets, inSlice: false));
        }

        return sets;
    }

    private static (bool Present, List<bool> Used) ReadLongTerm(ref BitReader bits, int orderBits)
    {
        var used = new List<bool>();
        if (!bits.Flag())
        {
            return (false, used);
        }

        for (var count = Bounded(bits.Ue(), MaxLongTerm); count > 0; count--)
        {
            bits.Skip(orderBits);
            used.Add(bits.Flag());
        }

        return (true, used);
    }

    private static void SkipProfileTierLevel(ref BitReader bits, int subLayers)
    {
        bits.Skip(88 + 8);
        var present = 0;
        for (var i = 0; i < subLayers; i++)
        {
            present += (bits.Flag() ? 88 : 0) + (bits.Flag() ? 8 : 0);
        }

        bits.Skip((subLayers > 0 ? (8 - subLayers) * 2 : 0) + present);
    }

    private static void Skip(ref BitReader bits, int codes)
    {
        for (; codes > 0; codes--)
        {
            bits.Ue();
        }
    }

    private static int Bounded(uint value, uint limit) =>
        value <= limit ? (int)value : throw new InvalidMediaException("HEVC parameter set holds an impossible value");
}
