using System.Globalization;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;

namespace MediaPlatform.BlobEndpoint.Lists;

/// <summary>What a list asks for.</summary>
/// <param name="After">Names up to this one were listed before.</param>
internal sealed record ListParameters(string Prefix, string Delimiter, string Marker, string? After, int MaxResults, bool WithMetadata)
{
    /// <summary>The service's largest page.</summary>
    private const int LargestPage = 5000;

    public static ListParameters Of(BlobRequest request) => new(
        request.Query("prefix"),
        request.Query("delimiter"),
        request.Query("marker"),
        ListMarker.Read(request.Query("marker")),
        PageSizeOf(request.Query("maxresults")),
        request.Query("include").Split(',').Any(part => part.Trim().Equals("metadata", StringComparison.OrdinalIgnoreCase)));

    private static int PageSizeOf(string text)
    {
        if (text.Length == 0) return LargestPage;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size))
            throw BlobErrors.InvalidQueryParameter("maxresults");
        if (size < 1) throw BlobErrors.OutOfRangeQueryParameter("maxresults");
        return (int)Math.Min(size, LargestPage);
    }
}
