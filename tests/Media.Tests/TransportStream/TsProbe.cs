using System.Buffers.Binary;
using MediaPlatform.Media.TransportStream;

namespace MediaPlatform.Media.Tests.TransportStream;

/// <summary>Checks the packet layer of transport streams by its own reading of ISO/IEC 13818-1.</summary>
internal sealed class TsProbe
{
    private readonly Dictionary<int, int> _counters = [];

    /// <summary>Clock references in 90 kHz in the order of the stream.</summary>
    public List<long> Clocks { get; } = [];

    /// <summary>Decode and presentation time of each PES packet by PID.</summary>
    public Dictionary<int, List<(long Dts, long Pts)>> Times { get; } = [];

    /// <summary>Reads one segment; counters must continue those of the segment before.</summary>
    public void Read(ReadOnlySpan<byte> segment)
    {
        Assert.That(segment.Length % TransportPacket.Size, Is.Zero);
        Assert.That(PidOf(segment), Is.Zero, "PAT first");
        Assert.That(PidOf(segment[TransportPacket.Size..]), Is.EqualTo(ProgramTables.MapPid), "PMT second");
        for (var at = 0; at < segment.Length; at += TransportPacket.Size)
        {
            ReadPacket(segment.Slice(at, TransportPacket.Size));
        }
    }

    private void ReadPacket(ReadOnlySpan<byte> packet)
    {
        Assert.That(packet[0], Is.EqualTo(0x47));
        var pid = PidOf(packet);
        var hasPayload = (packet[3] & 0x10) != 0;
        CheckCounter(pid, packet[3] & 15, hasPayload);
        var payload = packet[4..];
        if ((packet[3] & 0x20) != 0)
        {
            var length = packet[4];
            Assert.That(length, Is.LessThanOrEqualTo(hasPayload ? 182 : 183));
            if (length > 0 && (packet[5] & 0x10) != 0)
            {
                Clocks.Add(((long)BinaryPrimitives.ReadUInt32BigEndian(packet[6..]) << 1) | (uint)(packet[10] >> 7));
            }

            payload = packet[(5 + length)..];
        }

        if (hasPayload && (packet[1] & 0x40) != 0 && pid >= ProgramTables.FirstElementaryPid && pid != ProgramTables.MapPid)
        {
            ReadPesHeader(pid, payload);
        }
    }

    private void CheckCounter(int pid, int counter, bool hasPayload)
    {
        if (_counters.TryGetValue(pid, out var last))
        {
            Assert.That(counter, Is.EqualTo(hasPayload ? (last + 1) & 15 : last), $"continuity of PID {pid}");
        }

        _counters[pid] = counter;
    }

    private void ReadPesHeader(int pid, ReadOnlySpan<byte> pes)
    {
        Assert.That(pes[0] == 0 && pes[1] == 0 && pes[2] == 1, "PES start code");
        var pts = Timestamp(pes[9..]);
        var dts = (pes[7] & 0x40) != 0 ? Timestamp(pes[14..]) : pts;
        if (!Times.TryGetValue(pid, out var times))
        {
            Times[pid] = times = [];
        }

        times.Add((dts, pts));
    }

    private static int PidOf(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[1..]) & 0x1FFF;

    private static long Timestamp(ReadOnlySpan<byte> bytes) =>
        ((long)(bytes[0] & 0x0E) << 29) | ((long)bytes[1] << 22) | ((long)(bytes[2] & 0xFE) << 14) | ((long)bytes[3] << 7) | (uint)(bytes[4] >> 1);
}
