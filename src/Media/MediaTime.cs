using System.Globalization;

namespace MediaPlatform.Media;

/// <summary>
/// A time or duration as a count of ticks of a timescale (ticks per second). All conversion between timescales
/// happens here, in 128 bits, so that 100 ns times since 1970 convert without overflow.
/// </summary>
public readonly record struct MediaTime(long Ticks, uint Timescale) : IComparable<MediaTime>
{
    /// <summary>Ticks per second of Smooth Streaming and of presentation times: 100 ns.</summary>
    public const uint PresentationTimescale = 10_000_000;

    /// <summary>Ticks per second of MPEG-2 transport stream timestamps.</summary>
    public const uint TransportStreamTimescale = 90_000;

    /// <summary>A time in units of 100 ns.</summary>
    public static MediaTime FromPresentationTicks(long ticks) => new(ticks, PresentationTimescale);

    /// <summary>The same time in 100 ns ticks, rounded down as AMS prints it.</summary>
    public long PresentationTicks => Convert(Ticks, Timescale, PresentationTimescale);

    /// <summary>The same time in seconds.</summary>
    public double Seconds => Timescale == 0 ? 0 : Ticks / (double)Timescale;

    /// <summary>The same time as a time span, rounded down to 100 ns.</summary>
    public TimeSpan ToTimeSpan() => new(PresentationTicks);

    /// <summary>The same time in another timescale, rounded down.</summary>
    public MediaTime ConvertTo(uint timescale) => new(Convert(Ticks, Timescale, timescale), timescale);

    /// <summary>Converts ticks between timescales, rounding towards negative infinity.</summary>
    public static long Convert(long ticks, uint from, uint to)
    {
        if (from == to)
        {
            return ticks;
        }

        ArgumentOutOfRangeException.ThrowIfZero(from);
        if (ticks >= 0 && Math.BigMul((ulong)ticks, to, out var low) == 0)
        {
            return checked((long)(low / from));
        }

        var product = (Int128)ticks * to;
        var (quotient, remainder) = Int128.DivRem(product, from);
        return checked((long)(remainder < 0 ? quotient - 1 : quotient));
    }

    /// <summary>Converts ticks between timescales, to the nearest tick.</summary>
    public static long ConvertRounded(long ticks, uint from, uint to)
    {
        if (from == to)
        {
            return ticks;
        }

        ArgumentOutOfRangeException.ThrowIfZero(from);
        var doubled = ((Int128)ticks * to * 2) + from;
        var (quotient, remainder) = Int128.DivRem(doubled, (Int128)from * 2);
        return checked((long)(remainder < 0 ? quotient - 1 : quotient));
    }

    /// <summary>Compares across timescales without rounding.</summary>
    public int CompareTo(MediaTime other) =>
        ((Int128)Ticks * other.Timescale).CompareTo((Int128)other.Ticks * Timescale);

    public static bool operator <(MediaTime left, MediaTime right) => left.CompareTo(right) < 0;

    public static bool operator >(MediaTime left, MediaTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(MediaTime left, MediaTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MediaTime left, MediaTime right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticks}/{Timescale}");
}
