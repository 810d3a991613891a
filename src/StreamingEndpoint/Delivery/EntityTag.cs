using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>Strong entity tags: equal on every node for equal stored bytes, URL and policy.</summary>
internal static class EntityTag
{
    private const int HashBytes = 15;

    /// <summary>The tag of a body that is in memory.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return string.Concat("\"", Base64Url.EncodeToString(hash[..HashBytes]), "\"");
    }

    /// <summary>The tag of a text that determines the body.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>If-None-Match, with the weak comparison that RFC 9110 13.1.2 asks for.</summary>
    public static bool Matches(string? header, string tag)
    {
        if (string.IsNullOrEmpty(header))
        {
            return false;
        }

        foreach (var part in header.AsSpan().Split(','))
        {
            var candidate = header.AsSpan()[part].Trim();
            if (candidate is "*")
            {
                return true;
            }

            if (candidate.StartsWith("W/", StringComparison.Ordinal))
            {
                candidate = candidate[2..];
            }

            if (candidate.SequenceEqual(tag))
            {
                return true;
            }
        }

        return false;
    }
}
