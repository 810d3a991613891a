using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Presets;

/// <summary>Chooses one constant frame rate for a source, exact as a fraction.</summary>
internal static class FrameRates
{
    private const double Highest = 120;

    private static readonly Rational[] Standard =
    [
        new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(50, 1), new(60000, 1001), new(60, 1),
    ];

    public static Rational Of(ProbedVideo video)
    {
        var real = video.RealFrameRate;
        var average = video.AverageFrameRate;
        if (!average.IsKnown || average.Value > Highest) average = real;
        if (!average.IsKnown || average.Value > Highest) return new Rational(30, 1);
        // A short file has an average that is off by its last frame; time stamps on a standard grid are the better witness.
        if (Standard.Contains(real) && Math.Abs(real.Value - average.Value) < 0.01 * real.Value) return real;
        if (real.IsKnown && Math.Abs(real.Value - average.Value) <= 0.001 * average.Value) return real;
        return Standard.MinBy(rate => Math.Abs(rate.Value - average.Value));
    }

    /// <summary>Ticks per second of a track in which every frame lasts a whole number of ticks.</summary>
    public static long Timescale(Rational rate)
    {
        var scale = rate.Numerator;
        while (scale < 10_000) scale *= 10;
        return scale;
    }
}
