using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Walks over an H.264 slice header to find its end, ITU-T H.264 7.3.3.</summary>
internal static class AvcSliceHeader
{
    private const uint MaxReferences = 32;

    private enum SliceType
    {
        P,
        B,
        I,
        SP,
        SI,
    }

    /// <summary>Moves to the first bit after the slice header.</summary>
    /// <param name="bits">Stands after the NAL header.</param>
    /// <returns>False when the parameter sets are not known.</returns>
    public static bool TrySkip(
        ref BitReader bits, byte nalHeader, IReadOnlyDictionary<uint, AvcSequence> sequences, IReadOnlyDictionary<uint, AvcPicture> pictures)
    {
        var isIdr = (nalHeader & 31) == 5;
        bits.Ue();
        var type = (SliceType)(bits.Ue() % 5);
        if (!pictures.TryGetValue(bits.Ue(), out var picture) || !sequences.TryGetValue(picture.SequenceId, out var sequence))
        {
            return false;
        }

        SkipOrder(ref bits, isIdr, sequence, picture);
        if (type == SliceType.B)
        {
            bits.Skip(1);
        }

        var (references0, references1) = References(ref bits, type, picture);
        SkipListModification(ref bits, type);
        if ((picture.WeightedPrediction && type is SliceType.P or SliceType.SP) || (picture.WeightedBiprediction == 1 && type == SliceType.B))
        {
            SkipWeights(ref bits, sequence.ChromaArrayType != 0, references0, type == SliceType.B ? references1 : 0);
        }

        if ((nalHeader & 0x60) != 0)
        {
            SkipMarking(ref bits, isIdr);
        }

        SkipTail(ref bits, type, picture);
        return true;
    }

    private static void SkipOrder(ref BitReader bits, bool isIdr, AvcSequence sequence, AvcPicture picture)
    {
        bits.Skip((sequence.SeparateColourPlanes ? 2 : 0) + sequence.FrameNumberBits);
        var isField = !sequence.FramesOnly && bits.Flag();
        bits.Skip(isField ? 1 : 0);
        if (isIdr)
        {
            bits.Ue();
        }

        var hasBottom = picture.FrameHasBottomOrder && !isField;
        if (sequence.OrderType == 0)
        {
            bits.Skip(sequence.OrderBits);
            if (hasBottom)
            {
                bits.Se();
            }
        }
        else if (sequence.OrderType == 1 && !sequence.OrderAlwaysZero)
        {
            bits.Se();
            if (hasBottom)
            {
                bits.Se();
            }
        }

        if (picture.HasRedundantPictures)
        {
            bits.Ue();
        }
    }

    private static (uint List0, uint List1) References(ref BitReader bits, SliceType type, AvcPicture picture)
    {
        var (list0, list1) = (picture.References0, picture.References1);
        if (type is SliceType.P or SliceType.SP or SliceType.B && bits.Flag())
        {
            list0 = bits.Ue() + 1;
            list1 = type == SliceType.B ? bits.Ue() + 1 : list1;
        }

        return list0 <= MaxReferences && list1 <= MaxReferences
            ? (list0, list1)
            : throw new InvalidMediaException("H.264 slice has too many references");
    }

    private static void SkipListModification(ref BitReader bits, SliceType type)
    {
        var lists = type switch { SliceType.B => 2, SliceType.P or SliceType.SP => 1, _ => 0 };
        for (; lists > 0; lists--)
        {
            if (bits.Flag())
            {
                while (bits.Ue() != 3)
                {
                    bits.Ue();
                }
            }
        }
    }

    private static void SkipWeights(ref BitReader bits, bool hasChroma, uint references0, uint references1)
    {
        bits.Ue();
        if (hasChroma)
        {
            bits.Ue();
        }

        for (var i = references0 + references1; i > 0; i--)
        {
            SkipIfSet(ref bits, 2);
            if (hasChroma)
            {
                SkipIfSet(ref bits, 4);
            }
        }
    }

    private static void SkipIfSet(ref BitReader bits, int codes)
    {
        if (bits.Flag())
        {
            for (; codes > 0; codes--)
            {
                bits.Se();
            }
        }
    }

    private static void SkipMarking(ref BitReader bits, bool isIdr)
    {
        if (isIdr)
        {
            bits.Skip(2);
            return;
        }

        if (bits.Flag())
        {
            for (var operation = bits.Ue(); operation != 0; operation = bits.Ue())
            {
                for (var codes = operation switch { 5 => 0, 3 => 2, _ => 1 }; codes > 0; codes--)
                {
                    bits.Ue();
                }
            }
        }
    }

    private static void SkipTail(ref BitReader bits, SliceType type, AvcPicture picture)
    {
        if (picture.EntropyCodingMode && type is not (SliceType.I or SliceType.SI))
        {
            bits.Ue();
        }

        bits.Se();
        bits.Skip(type == SliceType.SP ? 1 : 0);
        if (type is SliceType.SP or SliceType.SI)
        {
            bits.Se();
        }

        if (picture.HasDeblockingControl && bits.Ue() != 1)
        {
            bits.Se();
            bits.Se();
        }
    }
}
