using System.IO.Compression;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A manifest as it is sent: its bytes, and the same compressed, made on first demand and kept.</summary>
internal sealed class TextBody(byte[] bytes, string contentType)
{
    // Below this size headers outweigh what compression saves.
    private const int MinCompressedLength = 512;
    private readonly string _tag = EntityTag.Of(bytes);
    private Variant? _plain;
    private Variant? _gzip;
    private Variant? _brotli;

    public string ContentType { get; } = contentType;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Bytes held, compressed forms included.</summary>
    public int Size => bytes.Length + (_gzip?.Bytes.Length ?? 0) + (_brotli?.Bytes.Length ?? 0);

    /// <summary>One encoding of the body; each has its own entity tag, since tags are strong.</summary>
    public sealed record Variant(byte[] Bytes, string? Encoding, string Tag);

    /// <summary>The smallest form that the Accept-Encoding header takes.</summary>
    public Variant Choose(string? acceptEncoding)
    {
        if (!string.IsNullOrEmpty(acceptEncoding) && bytes.Length >= MinCompressedLength)
        {
            if (Accepts(acceptEncoding, "br"))
            {
                return _brotli ??= Compress("br", stream => new BrotliStream(stream, CompressionLevel.Optimal));
            }

            if (Accepts(acceptEncoding, "gzip"))
            {
                return _gzip ??= Compress("gzip", stream => new GZipStream(stream, CompressionLevel.Optimal));
            }
        }

        return _plain ??= new Variant(bytes, null, _tag);
    }

    private Variant Compress(string name, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write(bytes);
        }

        return new Variant(target.ToArray(), name, string.Concat(_tag.AsSpan(0, _tag.Length - 1), "-", name, "\""));
    }

    // A coding with q=0 is refused; other weights do not matter between two codings that we both like.
    private static bool Accepts(ReadOnlySpan<char> header, string coding)
    {
        foreach (var part in header.Split(','))
        {
            var entry = header[part].Trim();
            var semicolon = entry.IndexOf(';');
            var name = semicolon < 0 ? entry : entry[..semicolon].TrimEnd();
            if (name.Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                return semicolon < 0 || !IsZero(entry[(semicolon + 1)..].Trim());
            }
        }

        return false;
    }

    // "q=0", and up to three zeros behind a point (RFC 9110 12.4.2).
    private static bool IsZero(ReadOnlySpan<char> weight) =>
        weight.StartsWith("q=0", StringComparison.OrdinalIgnoreCase) && !weight[3..].ContainsAnyExcept('.', '0');
}
