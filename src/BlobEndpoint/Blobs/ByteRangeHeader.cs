using System.Globalization;

namespace MediaPlatform.BlobEndpoint.Blobs;

/// <summary>The Range and x-ms-range headers: bytes=first- or bytes=first-last.</summary>
internal readonly record struct ByteRangeHeader(long First, long? Last)
{
    /// <summary>Null for a missing header and for forms that the Blob service does not know, which it ignores.</summary>
    public static ByteRangeHeader? Parse(string text)
    {
        const string Unit = "bytes=";
        if (!text.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return null;
        var dash = text.IndexOf('-');
        if (dash <= Unit.Length || !TryNumber(text[Unit.Length..dash], out var first)) return null;
        var rest = text[(dash + 1)..];
        if (rest.Length == 0) return new ByteRangeHeader(first, null);
        return TryNumber(rest, out var last) && last >= first ? new ByteRangeHeader(first, last) : null;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
