using System.IO.Compression;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>A manifest as it is sent: its bytes, and the same compressed, made on first demand and kept.</summary>
internal sealed class TextBody(byte[] bytes, string contentType)
{
    // Below this size headers outweigh what compression saves.
    private const int MinCompressedLength = 512;

    // From this size on compression takes milliseconds.
    private const int LongLength = 64 << 10;

    private const int FullWeight = 1000;

    private readonly Lock _lock = new();
    private readonly string _tag = EntityTag.Of(bytes);
    private Variant? _plain;
    private Variant? _gzip;
    private Variant? _brotli;

    private enum Coding
    {
        None,
        Gzip,
        Brotli,
    }

    public string ContentType { get; } = contentType;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Bytes held, compressed forms included.</summary>
    public int Size => bytes.Length + (_gzip?.Bytes.Length ?? 0) + (_brotli?.Bytes.Length ?? 0);

    /// <summary>One encoding of the body; each has its own entity tag, since tags are strong.</summary>
    public sealed record Variant(byte[] Bytes, string? Encoding, string Tag);

    /// <summary>The form that the Accept-Encoding header likes best (RFC 9110 12.5.3), and of several that it likes alike the smallest.</summary>
    public Variant Choose(string? acceptEncoding) => Best(acceptEncoding) switch
    {
        Coding.Brotli => _brotli ?? CompressOnce(ref _brotli, "br", stream => new BrotliStream(stream, CompressionLevel.Optimal)),
        Coding.Gzip => _gzip ?? CompressOnce(ref _gzip, "gzip", stream => new GZipStream(stream, CompressionLevel.Optimal)),
        _ => _plain ??= new Variant(bytes, null, _tag),
    };

    /// <summary>Whether <see cref="Choose"/> answers at once; a long text that is not compressed yet takes its time.</summary>
    public bool IsAtHand(string? acceptEncoding) => bytes.Length < LongLength || Best(acceptEncoding) switch
    {
        Coding.Brotli => _brotli is not null,
        Coding.Gzip => _gzip is not null,
        _ => true,
    };

    private Coding Best(string? acceptEncoding)
    {
        if (string.IsNullOrEmpty(acceptEncoding) || bytes.Length < MinCompressedLength)
        {
            return Coding.None;
        }

        var (brotli, gzip, plain) = (WeightOf(acceptEncoding, "br"), WeightOf(acceptEncoding, "gzip"), WeightOf(acceptEncoding, "identity"));
        return brotli > 0 && brotli >= Math.Max(gzip, plain) ? Coding.Brotli
            : gzip > 0 && gzip >= plain ? Coding.Gzip
            : Coding.None;
    }

    // All who ask at the same time wait for one.
    private Variant CompressOnce(ref Variant? variant, string name, Func<Stream, Stream> open)
    {
        lock (_lock)
        {
            return variant ??= Compress(name, open);
        }
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
