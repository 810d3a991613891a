using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MediaPlatform.StreamingEndpoint.Errors;

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

    /// <summary>If-Match, with the strong comparison that RFC 9110 13.1.1 asks for: the client goes on with the version that it knows or not at all.</summary>
    /// <exception cref="OriginException">It names other versions only.</exception>
    public static void Require(string? header, string tag)
    {
        if (!string.IsNullOrEmpty(header) && !IsNamed(header, tag, isWeak: false))
        {
            throw new OriginException(MpeErrors.StoragePreconditionFailed.Because("The version that If-Match names is not the present one."));
        }
    }

    /// <summary>If-None-Match, with the weak comparison that RFC 9110 13.1.2 asks for.</summary>
    public static bool Matches(string? header, string tag) => !string.IsNullOrEmpty(header) && IsNamed(header, tag, isWeak: true);

    private static bool IsNamed(string header, string tag, bool isWeak)
    {
        // Any version: by itself only, since a tag may contain the same between two commas (RFC 9110 8.8.3).
        if (header.AsSpan().Trim() is "*")
        {
            return true;
        }

        foreach (var part in header.AsSpan().Split(','))
        {
            var candidate = header.AsSpan()[part].Trim();
            if (isWeak && candidate.StartsWith("W/", StringComparison.Ordinal))
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
