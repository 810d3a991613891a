using MediaPlatform.Media;
using MediaPlatform.Media.Muxing;

namespace MediaPlatform.Bench.Mux;

/// <summary>The ranges of a layout as a list, since their enumerator cannot live across an await.</summary>
internal static class StoredRanges
{
    public static List<ByteRange> Of(in FragmentLayout layout)
    {
        var ranges = new List<ByteRange>(1);
        foreach (var range in layout.Ranges)
        {
            ranges.Add(range);
        }

        return ranges;
    }
}
