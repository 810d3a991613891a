using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// What an edit list asks for, ISO/IEC 14496-12 8.6.6, in ticks of the track: an initial delay, the media time where
/// playback starts, and where it ends. Lists that jump are played straight through from their first to their last edit.
/// </summary>
internal readonly record struct EditList(long Delay, long MediaStart, long? MediaEnd, long Tolerance)
{
    private const int MaxEntries = 4096;

    public static EditList Parse(BoxReader reader, uint movieTimescale, uint trackTimescale)
    {
        var (version, _) = reader.VersionAndFlags();
        var entries = reader.Count(reader.UInt32(), version == 1 ? 20 : 12);
        long delay = 0, start = 0, end = 0;
        var seen = false;
        var open = false;
        for (var i = 0; i < Math.Min(entries, MaxEntries); i++)
        {
            var length = version == 1 ? (long)Math.Min(reader.UInt64(), long.MaxValue >> 20) : reader.UInt32();
            var media = version == 1 ? reader.Int64() : reader.Int32();
            reader.Skip(4);
            var duration = ToTrack(length, movieTimescale, trackTimescale);
            if (media < 0)
            {
                delay = Math.Min(delay + (seen ? 0 : duration), long.MaxValue >> 8);
                continue;
            }

            start = seen ? start : media;
            open |= length == 0;
            end = Math.Max(end, Math.Min(media, long.MaxValue >> 8) + duration);
            seen = true;
        }

        var tolerance = ToTrack(1, movieTimescale, trackTimescale) + 1;
        return new EditList(delay, Math.Min(start, long.MaxValue >> 8), seen && !open ? end : null, tolerance);
    }

    private static long ToTrack(long ticks, uint movieTimescale, uint trackTimescale)
    {
        var converted = (Int128)ticks * trackTimescale / movieTimescale;
        return (long)Int128.Min(converted, long.MaxValue >> 8);
    }
}
