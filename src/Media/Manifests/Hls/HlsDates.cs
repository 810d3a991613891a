using System.Globalization;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>Dates of playlists. The timeline of stored media begins in 1970, as AMS has it.</summary>
internal static class HlsDates
{
    /// <param name="time">Time on the timeline, 100 ns.</param>
    /// <returns>Null where the calendar ends: a clock that began with the year 1 gets there.</returns>
    public static string? Of(long time) => time <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks
        ? DateTime.UnixEpoch.AddTicks(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : null;
}
