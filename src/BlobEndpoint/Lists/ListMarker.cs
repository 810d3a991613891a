using System.Buffers.Text;
using System.Text;
using MediaPlatform.BlobEndpoint.Errors;

namespace MediaPlatform.BlobEndpoint.Lists;

/// <summary>The opaque marker of a list: the last name that was listed.</summary>
internal static class ListMarker
{
    /// <summary>Sorts after every name that starts with what it follows; no name holds it.</summary>
    public const char AfterPrefix = '\uFFFF';

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Write(string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last));

    public static string? Read(string marker)
    {
        if (marker.Length == 0) return null;
        try
        {
            return Strict.GetString(Base64Url.DecodeFromChars(marker));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw BlobErrors.OutOfRangeQueryParameter("marker");
        }
    }
}
