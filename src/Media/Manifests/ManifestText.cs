using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace MediaPlatform.Media.Manifests;

/// <summary>Collects the UTF-8 text of a manifest; interpolated parts are formatted straight into the buffer.</summary>
internal sealed class ManifestText(int capacity = 4096)
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    /// <summary>Adds text and a line feed.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref Handler text)
    {
        text.AppendLiteral("\n");
    }

    /// <summary>Adds a fixed line and a line feed.</summary>
    public void Line(string text)
    {
        Add(text);
        Add("\n");
    }

    /// <summary>Adds text.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] ref Handler text)
    {
        // The handler has written already.
    }

    /// <summary>Adds a fixed text.</summary>
    public void Add(string text)
    {
        var span = Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, span);
    }

    /// <summary>Adds a decimal number.</summary>
    public void Add(long number)
    {
        Utf8Formatter.TryFormat(number, Reserve(20), out var written);
        _length += written;
    }

    /// <summary>Adds a 100 ns duration in seconds with six decimals, rounded to the nearest.</summary>
    public void AddSeconds(long presentationTicks)
    {
        var micros = (presentationTicks + 5) / 10;
        Add(micros / 1_000_000);
        Add(".");
        Utf8Formatter.TryFormat(micros % 1_000_000, Reserve(20), out var written, new StandardFormat('D', 6));
        _length += written;
    }

    /// <summary>The text so far; the collector cannot be used afterwards.</summary>
    public byte[] ToBytes()
    {
        var bytes = _buffer.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
        return bytes;
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }

    /// <summary>Writes the parts of an interpolated text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly ManifestText _text;

        public Handler(int literalLength, int formattedCount, ManifestText text)
        {
            _text = text;
            text.Reserve(literalLength);
        }

        public void AppendLiteral(string text) => _text.Add(text);

        public void AppendFormatted(string? text) => _text.Add(text ?? "");

        public void AppendFormatted(long number) => _text.Add(number);

        public void AppendFormatted(Seconds duration) => _text.AddSeconds(duration.PresentationTicks);
    }

    /// <summary>A 100 ns duration that is to be printed as seconds.</summary>
    public readonly record struct Seconds(long PresentationTicks);
}
