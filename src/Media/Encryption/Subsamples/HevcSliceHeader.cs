using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Walks over an HEVC slice segment header to find its end, ITU-T H.265 7.3.6.1.</summary>
internal ref struct HevcSliceHeader
{
    private const uint MaxReferences = 16;
    private const uint MaxEntryPoints = 4096;
    private const uint TypeB = 0;
    private const uint TypeI = 2;

    private readonly HevcSequence _sequence;
    private readonly HevcPicture _picture;
    private uint _type;
    private int _references;
    private bool _temporalVectors;
    private bool _adaptiveOffset;

    private HevcSliceHeader(HevcSequence sequence, HevcPicture picture)
    {
        _sequence = sequence;
        _picture = picture;
    }

    /// <summary>Moves to the first bit after the header and its alignment.</summary>
    /// <param name="bits">Stands after the NAL header.</param>
    /// <returns>False when the parameter sets are not known.</returns>
    public static bool TrySkip(
        ref BitReader bits, int nalType, IReadOnlyDictionary<uint, HevcSequence> sequences, IReadOnlyDictionary<uint, HevcPicture> pictures)
    {
        var first = bits.Flag();
        bits.Skip(nalType is >= 16 and <= 23 ? 1 : 0);
        if (!pictures.TryGetValue(bits.Ue(), out var picture) || !sequences.TryGetValue(picture.SequenceId, out var sequence))
        {
            return false;
        }

        var dependent = false;
        if (!first)
        {
            dependent = picture.HasDependentSlices && bits.Flag();
            bits.Skip(sequence.AddressBits);
        }

        if (!dependent)
        {
            new HevcSliceHeader(sequence, picture).SkipIndependent(ref bits, nalType);
        }

        SkipEntryPoints(ref bits, picture);
        if (picture.HasHeaderExtension)
        {
            bits.Skip(checked((int)Math.Min(bits.Ue(), ClearLead.Window) * 8));
        }

        bits.Skip(1);
        return true;
    }

    private void SkipIndependent(ref BitReader bits, int nalType)
    {
        bits.Skip(_picture.ExtraBits);
        _type = bits.Ue();
        bits.Skip((_picture.HasOutputFlag ? 1 : 0) + (_sequence.SeparateColourPlanes ? 2 : 0));
        if (nalType is not (19 or 20))
        {
            SkipReferencePictures(ref bits);
        }

        if (_sequence.HasSampleAdaptiveOffset)
        {
            _adaptiveOffset = bits.Flag();
            _adaptiveOffset |= _sequence.ChromaArrayType != 0 && bits.Flag();
        }

        if (_type < TypeI)
        {
            SkipPrediction(ref bits);
        }

        SkipTail(ref bits);
    }

    private void SkipReferencePictures(ref BitReader bits)
    {
        bits.Skip(_sequence.OrderBits);
        var sets = _sequence.ReferenceSets;
        if (!bits.Flag())
        {
            _references = HevcReferenceSet.Parse(ref bits, sets, inSlice: true).Used;
        }
        else
        {
            var number = (int)bits.Bits(HevcSequence.CeilLog2(sets.Count));
            _references = number < sets.Count ? sets[number].Used : throw new InvalidMediaException("HEVC slice refers to no reference picture set");
        }

        if (_sequence.HasLongTerm)
        {
            SkipLongTerm(ref bits);
        }

        _temporalVectors = _sequence.HasTemporalVectors && bits.Flag();
    }

    private void SkipLongTerm(ref BitReader bits)
    {
        var listed = _sequence.LongTermUsed;
        var fromSequence = listed.Count > 0 ? bits.Ue() : 0;
        var own = bits.Ue();
        if (fromSequence > 32 || own > 32)
        {
            throw new InvalidMediaException("HEVC slice has too many long-term references");
        }

        for (var i = 0u; i < fromSequence + own; i++)
        {
            if (i < fromSequence)
            {
                var number = (int)bits.Bits(HevcSequence.CeilLog2(listed.Count));
                _references += number < listed.Count && listed[number] ? 1 : 0;
            }
            else
            {
                bits.Skip(_sequence.OrderBits);
                _references += bits.Flag() ? 1 : 0;
            }

            if (bits.Flag())
            {
                bits.Ue();
            }
        }
    }

    private readonly void SkipPrediction(ref BitReader bits)
    {
        var isB = _type == TypeB;
        var (list0, list1) = (_picture.References0, isB ? _picture.References1 : 0);
        if (bits.Flag())
        {
            list0 = bits.Ue() + 1;
            list1 = isB ? bits.Ue() + 1 : 0;
        }

        if (list0 > MaxReferences || list1 > MaxReferences)
        {
            throw new InvalidMediaException("HEVC slice has too many references");
        }

        if (_picture.HasListModification && _references > 1)
        {
            SkipList(ref bits, list0);
            if (isB)
            {
                SkipList(ref bits, list1);
            }
        }

        bits.Skip((isB ? 1 : 0) + (_picture.HasCabacInit ? 1 : 0));
        if (_temporalVectors)
        {
            var fromList0 = !isB || bits.Flag();
            if ((fromList0 ? list0 : list1) > 1)
            {
                bits.Ue();
            }
        }

        if (isB ? _picture.WeightedBiprediction : _picture.WeightedPrediction)
        {
            SkipWeights(ref bits, list0, list1);
        }

        bits.Ue();
    }

    private readonly void SkipList(ref BitReader bits, uint entries)
    {
        if (bits.Flag())
        {
            bits.Skip((int)entries * HevcSequence.CeilLog2(_references));
        }
    }

    private readonly void SkipWeights(ref BitReader bits, uint list0, uint list1)
    {
        bits.Ue();
        var hasChroma = _sequence.ChromaArrayType != 0;
        if (hasChroma)
        {
            bits.Se();
        }

        SkipListWeights(ref bits, (int)list0, hasChroma);
        SkipListWeights(ref bits, (int)list1, hasChroma);
    }

    private static void SkipListWeights(ref BitReader bits, int entries, bool hasChroma)
    {
        var luma = bits.Bits(entries);
        var chroma = hasChroma ? bits.Bits(entries) : 0;
        var codes = (System.Numerics.BitOperations.PopCount(luma) * 2) + (System.Numerics.BitOperations.PopCount(chroma) * 4);
        for (; codes > 0; codes--)
        {
            bits.Se();
        }
    }

    private readonly void SkipTail(ref BitReader bits)
    {
        bits.Se();
        if (_picture.HasChromaOffsets)
        {
            bits.Se();
            bits.Se();
        }

        bits.Skip(_picture.HasChromaOffsetList ? 1 : 0);
        var disabled = _picture.DeblockingDisabled;
        if (_picture.DeblockingOverride && bits.Flag())
        {
            disabled = bits.Flag();
            if (!disabled)
            {
                bits.Se();
                bits.Se();
            }
        }

        bits.Skip(_picture.FiltersAcrossSlices && (_adaptiveOffset || !disabled) ? 1 : 0);
    }

    private static void SkipEntryPoints(ref BitReader bits, HevcPicture picture)
    {
        if (!picture.HasEntryPoints)
        {
            return;
        }

        var count = bits.Ue();
        if (count is > 0 and <= MaxEntryPoints)
        {
            bits.Skip((int)(count * (Math.Min(bits.Ue(), 31) + 1)));
        }
        else if (count > 0)
        {
            throw new InvalidMediaException("HEVC slice has too many entry points");
        }
    }
}
