using System.Buffers.Binary;

namespace MediaPlatform.StreamingEndpoint.Tests.Protection;

/// <summary>One elementary stream of a transport stream segment, by the test's own reading of ISO/IEC 13818-1.</summary>
internal sealed class ElementaryStream(int type, byte[] descriptors)
{
    private readonly MemoryStream _bytes = new();

    public int Type { get; } = type;

    /// <summary>Descriptors of the stream in the program map.</summary>
    public byte[] Descriptors { get; } = descriptors;

    /// <summary>Payload of all PES packets.</summary>
    public byte[] Bytes => _bytes.ToArray();

    /// <summary>The streams of a segment in the order of their PIDs.</summary>
    public static IReadOnlyList<ElementaryStream> OfSegment(byte[] segment)
    {
        var streams = new SortedDictionary<int, ElementaryStream>();
        var mapPid = -1;
        for (var at = 0; at < segment.Length; at += 188)
        {
            var packet = segment.AsSpan(at, 188);
            var (pid, starts) = (BinaryPrimitives.ReadUInt16BigEndian(packet[1..]) & 0x1FFF, (packet[1] & 0x40) != 0);
            var payload = (packet[3] & 0x10) == 0 ? default : packet[((packet[3] & 0x20) != 0 ? 5 + packet[4] : 4)..];
            if (pid == 0)
            {
                mapPid = BinaryPrimitives.ReadUInt16BigEndian(payload[11..]) & 0x1FFF;
            }
            else if (pid == mapPid)
            {
                ReadMap(payload[1..], streams);
            }
            else if (streams.TryGetValue(pid, out var stream))
            {
                stream._bytes.Write(starts ? payload[(9 + payload[8])..] : payload);
            }
        }

        return [.. streams.Values];
    }

    private static void ReadMap(ReadOnlySpan<byte> section, SortedDictionary<int, ElementaryStream> streams)
    {
        var end = 3 + (BinaryPrimitives.ReadUInt16BigEndian(section[1..]) & 0xFFF) - 4;
        for (var at = 12 + (BinaryPrimitives.ReadUInt16BigEndian(section[10..]) & 0xFFF); at < end;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(section[(at + 3)..]) & 0xFFF;
            streams[BinaryPrimitives.ReadUInt16BigEndian(section[(at + 1)..]) & 0x1FFF] = new(section[at], section.Slice(at + 5, length).ToArray());
            at += 5 + length;
        }
    }
}
