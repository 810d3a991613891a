using System.Globalization;

namespace MediaPlatform.Encoder;

/// <summary>A positive fraction in lowest terms, such as a frame rate or an aspect ratio. The default value means unknown.</summary>
internal readonly record struct Rational
{
    public Rational(long numerator, long denominator)
    {
        if (numerator <= 0 || denominator <= 0) return;
        var divisor = Gcd(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public long Numerator { get; }

    public long Denominator { get; }

    public bool IsKnown => Numerator > 0;

    public double Value => IsKnown ? (double)Numerator / Denominator : 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Reads "30000/1001", "16:9", "29.97" or "30"; anything else, zero included, is unknown.</summary>
    public static Rational Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        var parts = text.Split('/', ':');
        if (parts.Length == 2)
        {
            return long.TryParse(parts[0], CultureInfo.InvariantCulture, out var above) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var below)
                ? new Rational(above, below)
                : default;
        }

        if (parts.Length != 1 || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return default;
        return number is > 0 and < 1_000_000 ? new Rational((long)(number * 1000), 1000) : default;
    }

    private static long Gcd(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
