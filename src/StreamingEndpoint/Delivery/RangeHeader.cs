using System.Globalization;
using MediaPlatform.Media;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>What a Range header means for a body of known length.</summary>
internal enum RangeOutcome
{
    /// <summary>No range, or one that is to be ignored: send everything.</summary>
    Whole,

    /// <summary>One part: 206.</summary>
    Part,

    /// <summary>416.</summary>
    NotSatisfiable,
}

/// <summary>Reads a single byte range (RFC 9110 14.1.2). Lists of ranges are ignored, as the RFC allows.</summary>
internal static class RangeHeader
{
    private const string Unit = "bytes=";

    public static RangeOutcome Parse(string? header, long length, out ByteRange range)
    {
        range = new ByteRange(0, length);
        if (string.IsNullOrEmpty(header) || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return RangeOutcome.Whole;
        }

        var text = header.AsSpan(Unit.Length).Trim();
        var dash = text.IndexOf('-');
        if (dash < 0 || text.Contains(','))
        {
            return RangeOutcome.Whole;
        }

        var first = text[..dash].Trim();
        var last = text[(dash + 1)..].Trim();
        return first.IsEmpty ? Suffix(last, length, ref range) : FromTo(first, last, length, ref range);
    }

    private static RangeOutcome Suffix(ReadOnlySpan<char> count, long length, ref ByteRange range)
    {
        if (!TryNumber(count, out var wanted))
        {
            return RangeOutcome.Whole;
        }

        if (wanted == 0 || length == 0)
        {
            return RangeOutcome.NotSatisfiable;
        }

        var size = Math.Min(wanted, length);
        range = new ByteRange(length - size, size);
        return RangeOutcome.Part;
    }

    private static RangeOutcome FromTo(ReadOnlySpan<char> first, ReadOnlySpan<char> last, long length, ref ByteRange range)
    {
        var end = long.MaxValue;
        if (!TryNumber(first, out var start) || (!last.IsEmpty && !TryNumber(last, out end)) || end < start)
        {
            return RangeOutcome.Whole;
        }

        if (start >= length)
        {
            return RangeOutcome.NotSatisfiable;
        }

        range = new ByteRange(start, Math.Min(end, length - 1) - start + 1);
        return RangeOutcome.Part;
    }

    // Digits have no end in the standard; no body is so long that larger numbers would differ.
    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        number = long.MaxValue;
        return !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
    }
}
