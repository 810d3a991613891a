using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>What slice headers depend on in an HEVC picture parameter set, ITU-T H.265 7.3.2.3.</summary>
internal sealed record HevcPicture
{
    public required uint Id { get; init; }

    public required uint SequenceId { get; init; }

    public required bool HasDependentSlices { get; init; }

    public required bool HasOutputFlag { get; init; }

    public required int ExtraBits { get; init; }

    public required bool HasCabacInit { get; init; }

    public required uint References0 { get; init; }

    public required uint References1 { get; init; }

    public required bool HasChromaOffsets { get; init; }

    public required bool WeightedPrediction { get; init; }

    public required bool WeightedBiprediction { get; init; }

    /// <summary>Tiles or wavefronts: the slice header lists entry points.</summary>
    public required bool HasEntryPoints { get; init; }

    public required bool FiltersAcrossSlices { get; init; }

    public required bool DeblockingOverride { get; init; }

    public required bool DeblockingDisabled { get; init; }

    public required bool HasListModification { get; init; }

    public required bool HasHeaderExtension { get; init; }

    public required bool HasChromaOffsetList { get; init; }

    /// <param name="bits">Stands after the NAL header.</param>
    /// <exception cref="InvalidMediaException">Also for screen content extensions, whose slice headers are not read.</exception>
    public static HevcPicture Parse(ref BitReader bits)
    {
        var (id, sequence) = (bits.Ue(), bits.Ue());
        var (dependent, output, extra) = (bits.Flag(), bits.Flag(), (int)bits.Bits(3));
        bits.Skip(1);
        var cabacInit = bits.Flag();
        var (references0, references1) = (bits.Ue() + 1, bits.Ue() + 1);
        bits.Se();
        bits.Skip(1);
        var transformSkip = bits.Flag();
        if (bits.Flag())
        {
            bits.Ue();
        }

        bits.Se();
        bits.Se();
        var (chromaOffsets, weighted, biweighted) = (bits.Flag(), bits.Flag(), bits.Flag());
        bits.Skip(1);
        var (tiles, wavefronts) = (bits.Flag(), bits.Flag());
        if (tiles)
        {
            SkipTiles(ref bits);
        }

        var across = bits.Flag();
        var (overrides, disabled) = ReadDeblocking(ref bits);
        if (bits.Flag())
        {
            HevcScalingLists.Skip(ref bits);
        }

        var lists = bits.Flag();
        bits.Ue();
        return new HevcPicture
        {
            Id = id,
            SequenceId = sequence,
            HasDependentSlices = dependent,
            HasOutputFlag = output,
            ExtraBits = extra,
            HasCabacInit = cabacInit,
            References0 = references0,
            References1 = references1,
            HasChromaOffsets = chromaOffsets,
            WeightedPrediction = weighted,
            WeightedBiprediction = biweighted,
            HasEntryPoints = tiles || wavefronts,
            FiltersAcrossSlices = across,
            DeblockingOverride = overrides,
            DeblockingDisabled = disabled,
            HasListModification = lists,
            HasHeaderExtension = bits.Flag(),
            HasChromaOffsetList = ReadExtensions(ref bits, transformSkip),
        };
    }

    private static void SkipTiles(ref BitReader bits)
    {
        var (columns, rows) = (bits.Ue(), bits.Ue());
        if (columns > 64 || rows > 64)
        {
            throw new InvalidMediaException("HEVC picture has too many tiles");
        }

        if (!bits.Flag())
        {
            for (var i = columns + rows; i > 0; i--)
            {
                bits.Ue();
            }
        }

        bits.Skip(1);
    }

    private static (bool Override, bool Disabled) ReadDeblocking(ref BitReader bits)
    {
        if (!bits.Flag())
        {
            return (false, false);
        }

        var (overrides, disabled) = (bits.Flag(), bits.Flag());
        if (!disabled)
        {
            bits.Se();
            bits.Se();
        }

        return (overrides, disabled);
    }

    /// <summary>Range extension, ITU-T H.265 7.3.2.3.2; true when slices may offset chroma per coding unit.</summary>
    private static bool ReadExtensions(ref BitReader bits, bool transformSkip)
    {
        if (!bits.Flag())
        {
            return false;
        }

        var range = bits.Flag();
        bits.Skip(2);
        if (bits.Flag())
        {
            throw new InvalidMediaException("HEVC screen content coding is not read");
        }

        bits.Skip(4);
        if (!range)
        {
            return false;
        }

        if (transformSkip)
        {
            bits.Ue();
        }

        bits.Skip(1);
        return bits.Flag();
    }
}
