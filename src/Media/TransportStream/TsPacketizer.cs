using System.Buffers.Binary;

namespace MediaPlatform.Media.TransportStream;

/// <summary>Cuts the units of a layout into transport packets, resuming wherever output or input ran out.</summary>
internal sealed class TsPacketizer : IDisposable
{
    /// <summary>The clock runs 50 ms ahead of the decode times.</summary>
    private const int ClockLead = 4500;

    private readonly TsLayout _layout;
    private readonly TsSampleReader[] _readers;
    private readonly int[] _counters;
    private TsUnit _unit;
    private int _nextUnit;
    private int _packetsLeft;
    private int _bytesLeft;
    private int _packetBytesLeft;

    public TsPacketizer(TsStreamInput[] streams, TsPrefix[] prefixes, TsLayout layout)
    {
        _layout = layout;
        _counters = new int[streams.Length];
        _readers = new TsSampleReader[streams.Length];
        for (var i = 0; i < streams.Length; i++)
        {
            _readers[i] = new TsSampleReader(streams[i], prefixes[i]);
        }
    }

    /// <summary>All packets are written.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// Writes as much as fits and returns its size. When <paramref name="starving"/> is set, that reader needs a refill
    /// and the next call must continue right behind; else no whole packet fits any more or all is done.
    /// </summary>
    public int Fill(Span<byte> destination, out TsSampleReader? starving)
    {
        starving = null;
        var position = 0;
        while (true)
        {
            if (_packetBytesLeft > 0)
            {
                var reader = _readers[_unit.Stream];
                var taken = reader.Take(destination.Slice(position, _packetBytesLeft));
                position += taken;
                _packetBytesLeft -= taken;
                _bytesLeft -= taken;
                if (_packetBytesLeft > 0)
                {
                    starving = reader;
                    return position;
                }
            }

            if (_packetsLeft == 0 && !NextUnit())
            {
                IsDone = true;
                return position;
            }

            position += FillWhole(destination[position..]);
            if (destination.Length - position < TransportPacket.Size)
            {
                return position;
            }

            if (_packetsLeft > 0)
            {
                position += StartPacket(destination.Slice(position, TransportPacket.Size));
            }
        }
    }

    /// <summary>Lets go of what lies in memory elsewhere, since something is waited for.</summary>
    public void Unpin()
    {
        foreach (var reader in _readers)
        {
            reader.Unpin();
        }
    }

    /// <summary>Gives memory back while the receiver is waited for.</summary>
    public void GiveBack()
    {
        foreach (var reader in _readers)
        {
            reader.GiveBack();
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }
    }

    private bool NextUnit()
    {
        if (_nextUnit == _layout.Units.Length)
        {
            return false;
        }

        _unit = _layout.Units[_nextUnit++];
        _packetsLeft = _unit.IsClockOnly ? 1 : _unit.Packets;
        _bytesLeft = 0;
        if (!_unit.IsClockOnly)
        {
            _bytesLeft = _unit.PesHeaderSize + _unit.Payload;
            _readers[_unit.Stream].Begin(_unit);
        }

        return true;
    }

    /// <summary>The common case without any special bytes: packets of 184 media bytes that lie in the window.</summary>
    private int FillWhole(Span<byte> destination)
    {
        var whole = Math.Min((_bytesLeft - _packetsLeft) / (TransportPacket.PayloadSize - 1), _packetsLeft - 1);
        whole = Math.Min(whole, destination.Length / TransportPacket.Size);
        if (whole <= 0 || _packetsLeft == _unit.Packets)
        {
            return 0;
        }

        var source = _readers[_unit.Stream].Contiguous();
        whole = Math.Min(whole, source.Length / TransportPacket.PayloadSize);
        if (whole <= 0)
        {
            return 0;
        }

        var header = TransportPacket.Header(Pid, start: false, adaptation: false, payload: true, 0);
        ref var counter = ref _counters[_unit.Stream];
        for (var i = 0; i < whole; i++)
        {
            var packet = destination.Slice(i * TransportPacket.Size, TransportPacket.Size);
            BinaryPrimitives.WriteUInt32BigEndian(packet, header | (uint)(counter++ & 15));
            source.Slice(i * TransportPacket.PayloadSize, TransportPacket.PayloadSize).CopyTo(packet[TransportPacket.HeaderSize..]);
        }

        _readers[_unit.Stream].Advance(whole * TransportPacket.PayloadSize);
        _bytesLeft -= whole * TransportPacket.PayloadSize;
        _packetsLeft -= whole;
        return whole * TransportPacket.Size;
    }

    /// <summary>Writes header and adaptation field of the next packet; its payload follows.</summary>
    private int StartPacket(Span<byte> packet)
    {
        if (_unit.IsClockOnly)
        {
            TransportPacket.WriteHeader(packet, Pid, start: false, adaptation: true, payload: false, _counters[_unit.Stream] - 1);
            TransportPacket.WriteAdaptation(packet[TransportPacket.HeaderSize..], TransportPacket.PayloadSize, false, _unit.Dts - ClockLead);
            _packetsLeft = 0;
            return TransportPacket.Size;
        }

        var isFirst = _packetsLeft == _unit.Packets;
        var clock = isFirst && _unit.HasClock;
        var capacity = TransportPacket.PayloadSize - (clock ? TransportPacket.ClockFieldSize : 0);
        _packetBytesLeft = Math.Min(capacity, _bytesLeft - (_packetsLeft - 1));
        _packetsLeft--;
        var adaptation = TransportPacket.PayloadSize - _packetBytesLeft;
        TransportPacket.WriteHeader(packet, Pid, isFirst, adaptation > 0, payload: true, _counters[_unit.Stream]++);
        if (adaptation > 0)
        {
            TransportPacket.WriteAdaptation(
                packet[TransportPacket.HeaderSize..], adaptation, clock && _unit.IsKey, clock ? _unit.Dts - ClockLead : null);
        }

        return TransportPacket.HeaderSize + adaptation;
    }

    private int Pid => ProgramTables.FirstElementaryPid + _unit.Stream;
}
