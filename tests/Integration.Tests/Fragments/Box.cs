using System.Buffers.Binary;
using System.Text;

namespace MediaPlatform.Integration.Tests.Fragments;

/// <summary>A box of served bytes, read without any code of the product (ISO/IEC 14496-12 4.2).</summary>
/// <param name="Type">Four characters; a uuid box has its identifier in the first 16 bytes of the body.</param>
/// <param name="Body">What follows the type.</param>
internal readonly record struct Box(string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>The boxes that lie side by side in some bytes.</summary>
    public static IEnumerable<Box> Read(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes.Span);
            yield return new Box(Encoding.Latin1.GetString(bytes.Span.Slice(4, 4)), bytes[8..size]);
            bytes = bytes[size..];
        }
    }

    /// <summary>The first box at a path of container boxes, such as <c>trak/mdia</c>; null when there is none.</summary>
    public Box? Find(string path) => FindIn(Read(Body), path);

    /// <inheritdoc cref="Find"/>
    public static Box? FindIn(IEnumerable<Box> boxes, string path)
    {
        var (head, tail) = path.Split('/', 2) is [var first, var rest] ? (first, rest) : (path, "");
        foreach (var box in boxes.Where(box => box.Type == head)) return tail.Length == 0 ? box : box.Find(tail);
        return null;
    }

    /// <summary>The version of a full box.</summary>
    public byte Version => Body.Span[0];

    /// <summary>The flags of a full box.</summary>
    public int Flags => Int(0) & 0xFFFFFF;

    public int Int(int offset) => BinaryPrimitives.ReadInt32BigEndian(Body.Span[offset..]);

    public long Long(int offset) => BinaryPrimitives.ReadInt64BigEndian(Body.Span[offset..]);
}
