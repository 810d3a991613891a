namespace MediaPlatform.Media.TransportStream;

/// <summary>One PES packet, or a lone clock reference when it has no samples; times in 90 kHz.</summary>
internal struct TsUnit
{
    public int Stream;
    public int FirstSample;
    public int SampleCount;

    /// <summary>Bytes after the PES header.</summary>
    public int Payload;

    /// <summary>Transport packets it is spread over.</summary>
    public int Packets;

    /// <summary>Stuffing bytes in the PES header.</summary>
    public int Stuffing;

    public bool IsKey;
    public bool HasClock;
    public long Dts;
    public long Pts;

    public readonly bool IsClockOnly => SampleCount == 0;

    public readonly int PesHeaderSize => PesHeader.Size(Pts != Dts) + Stuffing;

    /// <summary>Bytes that have to fit in the packets, clock included.</summary>
    public readonly int TotalBytes => (HasClock ? TransportPacket.ClockFieldSize : 0) + PesHeaderSize + Payload;
}
