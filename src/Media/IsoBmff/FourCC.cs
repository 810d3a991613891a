using System.Buffers.Binary;

namespace MediaPlatform.Media.IsoBmff;

/// <summary>Four characters that name a box, a brand, a codec or a handler; held big-endian.</summary>
public readonly partial record struct FourCC(uint Value)
{
    /// <summary>From exactly four Latin-1 characters.</summary>
    public FourCC(string text)
        : this(Pack(text))
    {
    }

    public static FourCC Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    public static implicit operator FourCC(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => string.Create(4, Value, static (text, value) =>
    {
        for (var i = 0; i < 4; i++)
        {
            var c = (char)((value >> (24 - (8 * i))) & 0xFF);
            text[i] = c is >= ' ' and <= '~' or '\u00A9' ? c : '?';
        }
    });

    private static uint Pack(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 4
            ? ((uint)(byte)text[0] << 24) | ((uint)(byte)text[1] << 16) | ((uint)(byte)text[2] << 8) | (byte)text[3]
            : throw new ArgumentException("A FourCC has four characters.", nameof(text));
    }
}
