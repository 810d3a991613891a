using System.Globalization;
using System.Numerics;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>Frames per second as the schema takes them: a number or a fraction.</summary>
internal static class DashFrameRate
{
    // Durations that are rounded to ticks differ by one.
    private const uint Rounding = 1;

    private const double Tolerance = 0.0005;

    /// <summary>
    /// The rate of the usual sample duration; null when there is none. Timescales that hold no whole number of ticks per frame, such as
    /// milliseconds, make the durations take turns (41 and 42 for 24000/1001): there the rate is that of all frames together.
    /// </summary>
    public static string? Of(TrackIndex track)
    {
        var delta = track.NominalSampleDuration;
        return delta == 0 ? null
            : IsRounded(track) ? Average(track)
            : Fraction(track.Timescale, delta);
    }

    private static bool IsRounded(TrackIndex track)
    {
        var usual = track.NominalSampleDuration;
        var durations = track.Durations.IsEmpty ? track.RunDeltas : track.Durations;
        var differs = 0;
        // The last frame lasts as long as its writer liked.
        foreach (var own in durations[..Math.Max(0, durations.Length - 1)])
        {
            if (Math.Abs((long)own - usual) > Rounding)
            {
                return false;
            }

            differs += own == usual ? 0 : 1;
        }

        return differs > 1;
    }

    private static string Average(TrackIndex track)
    {
        var last = track.SampleCount - 1;
        var rate = last * (double)track.Timescale / (track.SampledTicks - track.SampleDuration(last).Ticks);
        var whole = Math.Round(rate);
        return Math.Abs(rate - whole) < whole * Tolerance ? Fraction((uint)whole, 1)
            : Math.Abs(rate - (whole / 1.001)) < whole * Tolerance ? Fraction((uint)whole * 1000, 1001)
            : Fraction((uint)Math.Round(rate * 1000), 1000);
    }

    private static string Fraction(uint numerator, uint denominator)
    {
        var divisor = (uint)BigInteger.GreatestCommonDivisor(numerator, denominator);
        return denominator == divisor
            ? (numerator / divisor).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{numerator / divisor}/{denominator / divisor}");
    }
}
