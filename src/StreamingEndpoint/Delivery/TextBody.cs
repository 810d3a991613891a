using System.IO.Compression;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A manifest as it is sent: its bytes, and the same compressed, made on first demand and kept.</summary>
internal sealed class TextBody(byte[] bytes, string contentType)
{
    // Below this size headers outweigh what compression saves.
    private const int MinCompressedLength = 512;

    private const int FullWeight = 1000;

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

    /// <summary>The form that the Accept-Encoding header likes best (RFC 9110 12.5.3), and of several that it likes alike the smallest.</summary>
    public Variant Choose(string? acceptEncoding)
    {
        if (!string.IsNullOrEmpty(acceptEncoding) && bytes.Length >= MinCompressedLength)
        {
            var (brotli, gzip, plain) = (WeightOf(acceptEncoding, "br"), WeightOf(acceptEncoding, "gzip"), WeightOf(acceptEncoding, "identity"));
            if (brotli > 0 && brotli >= Math.Max(gzip, plain))
            {
                return _brotli ??= Compress("br", stream => new BrotliStream(stream, CompressionLevel.Optimal));
            }

            if (gzip > 0 && gzip >= plain)
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

    /// <summary>The weight of a coding in thousandths; 0 when the header does not name it, or refuses it.</summary>
    private static int WeightOf(ReadOnlySpan<char> header, string coding)
    {
        foreach (var part in header.Split(','))
        {
            var entry = header[part].Trim();
            var semicolon = entry.IndexOf(';');
            var name = semicolon < 0 ? entry : entry[..semicolon].TrimEnd();
            if (name.Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                return semicolon < 0 ? FullWeight : Thousandths(entry[(semicolon + 1)..].Trim());
            }
        }

        return 0;
    }

    // "q=0.8", with up to three digits behind the point (RFC 9110 12.4.2). What is no weight takes nothing away.
    private static int Thousandths(ReadOnlySpan<char> weight)
    {
        if (!weight.StartsWith("q=0", StringComparison.OrdinalIgnoreCase))
        {
            return FullWeight;
        }

        var digits = weight[3..].TrimStart('.');
        var (value, unit) = (0, FullWeight / 10);
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return FullWeight;
            }

            value += (digit - '0') * unit;
            unit /= 10;
        }

        return value;
    }
}
