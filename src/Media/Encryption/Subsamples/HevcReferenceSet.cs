using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>How many pictures a short-term reference picture set holds and how many of them the picture uses, ITU-T H.265 7.3.7.</summary>
internal readonly record struct HevcReferenceSet(int Pictures, int Used)
{
    private const int MaxPictures = 16;

    /// <param name="bits">Stands at the set.</param>
    /// <param name="known">The sets before it.</param>
    /// <param name="inSlice">The set is that of a slice header.</param>
    public static HevcReferenceSet Parse(ref BitReader bits, IReadOnlyList<HevcReferenceSet> known, bool inSlice)
    {
        var (pictures, used) = known.Count > 0 && bits.Flag() ? Predicted(ref bits, known, inSlice) : Explicit(ref bits);
        return pictures <= MaxPictures
            ? new HevcReferenceSet(pictures, used)
            : throw new InvalidMediaException("HEVC reference picture set is too large");
    }

    private static (int Pictures, int Used) Predicted(ref BitReader bits, IReadOnlyList<HevcReferenceSet> known, bool inSlice)
    {
        var back = inSlice ? bits.Ue() : 0;
        if (back >= known.Count)
        {
            throw new InvalidMediaException("HEVC reference picture set refers to none");
        }

        var reference = known[known.Count - 1 - (int)back];
        bits.Skip(1);
        bits.Ue();
        var (pictures, used) = (0, 0);
        for (var i = 0; i <= reference.Pictures; i++)
        {
            if (bits.Flag())
            {
                used++;
                pictures++;
            }
            else if (bits.Flag())
            {
                pictures++;
            }
        }

        return (pictures, used);
    }

    private static (int Pictures, int Used) Explicit(ref BitReader bits)
    {
        var (before, after) = (bits.Ue(), bits.Ue());
        if (before > MaxPictures || after > MaxPictures)
        {
            throw new InvalidMediaException("HEVC reference picture set is too large");
        }

        var used = 0;
        for (var i = 0; i < (int)(before + after); i++)
        {
            bits.Ue();
            used += bits.Flag() ? 1 : 0;
        }

        return ((int)(before + after), used);
    }
}
