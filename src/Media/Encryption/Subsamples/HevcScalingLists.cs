using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Walks over scaling list data, ITU-T H.265 7.3.4.</summary>
internal static class HevcScalingLists
{
    public static void Skip(ref BitReader bits)
    {
        for (var size = 0; size < 4; size++)
        {
            for (var matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1)
            {
                if (!bits.Flag())
                {
                    bits.Ue();
                    continue;
                }

                var codes = Math.Min(64, 1 << (4 + (size << 1))) + (size > 1 ? 1 : 0);
                for (; codes > 0; codes--)
                {
                    bits.Se();
                }
            }
        }
    }
}
