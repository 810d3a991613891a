using System.Buffers;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// The PES packets of one segment in sending order. Every elementary PID ends on a continuity counter that is a
/// multiple of 16, so each segment starts at 0 and joins its neighbours although no node remembers them: the last PES
/// packet of a PID is spread over as many packets as that takes, each with at least one byte, which keeps the stream
/// legal where packets without payload would not be.
/// </summary>
internal sealed class TsLayout : IDisposable
{
    /// <summary>Longest distance of clock references: 100 ms.</summary>
    private const int ClockDistance = 9000;

    /// <summary>Audio frames are gathered up to this much playing time per PES packet: 90 ms.</summary>
    private const int AudioGathering = 8100;

    private const int MaxAudioPayload = 48 << 10;

    /// <summary>How far a frame may stand from where the frame before it usually ends: 2 ms, which coarse timescales round by.</summary>
    private const int AudioJitter = 180;

    private TsUnit[] _units;
    private int _count;

    public TsLayout(ReadOnlySpan<TsStreamInput> streams, ReadOnlySpan<TsPrefix> prefixes)
    {
        var samples = 0;
        foreach (var stream in streams)
        {
            samples += stream.Samples.Count;
        }

        // A picture is a unit, several frames of sound are one; clock references between them are rare.
        _units = ArrayPool<TsUnit>.Shared.Rent(Math.Max(64, samples));
        Span<int> packets = stackalloc int[streams.Length];
        for (var i = 0; i < streams.Length; i++)
        {
            var first = _count;
            AddStream(streams[i], prefixes[i], i);
            packets[i] = Close(_units.AsSpan(first, _count - first));
            Packets += packets[i];
        }

        AddClocksAround(streams);
        for (var i = 0; i < _count; i++)
        {
            Packets += _units[i].IsClockOnly ? 1 : 0;
        }

        if (streams.Length > 1)
        {
            Units.Sort((left, right) => left.Dts != right.Dts ? left.Dts.CompareTo(right.Dts)
                : left.Stream != right.Stream ? left.Stream.CompareTo(right.Stream)
                : left.FirstSample.CompareTo(right.FirstSample));
        }
    }

    /// <summary>All units in the order of their decode times.</summary>
    public Span<TsUnit> Units => _units.AsSpan(0, _count);

    /// <summary>Transport packets of all units.</summary>
    public int Packets { get; }

    public void Dispose()
    {
        var units = _units;
        _units = [];
        _count = 0;
        if (units.Length > 0)
        {
            ArrayPool<TsUnit>.Shared.Return(units);
        }
    }

    private void AddStream(in TsStreamInput stream, TsPrefix prefix, int number)
    {
        if (stream.Track.Format.Kind == TrackKind.Video)
        {
            AddVideo(stream, prefix, number);
        }
        else
        {
            AddAudio(stream, prefix, number);
        }
    }

    private void AddVideo(in TsStreamInput stream, TsPrefix prefix, int number)
    {
        var track = stream.Track;
        if (stream.Rewritten is null && TsNalLengths.AreShort(track.Format))
        {
            throw new PackagingRefusedException(
                PackagingRefusal.InvalidNalUnitLengthField, $"NAL units with a length field of {track.Format.NalLengthSize} bytes must be lengthened first.");
        }

        var times = new TsTimes(track);
        foreach (var sample in track.Samples(stream.Samples))
        {
            var unit = new TsUnit
            {
                Stream = number,
                FirstSample = sample.Number,
                SampleCount = 1,
                Payload = checked(prefix.Size(sample.IsSync) + (int)stream.SizeOf(sample.Number)),
                IsKey = sample.IsSync,
                HasClock = number == 0,
                Dts = times.Decode(sample),
                Pts = times.Presentation(sample),
            };
            unit.Dts = Math.Min(unit.Dts, unit.Pts);
            Add(unit);
            AddClocks(number, unit.Dts, times.Decode(sample.DecodeTicks + sample.Duration));
        }
    }

    private void AddAudio(in TsStreamInput stream, TsPrefix prefix, int number)
    {
        var times = new TsTimes(stream.Track);
        var unit = default(TsUnit);
        var (end, usualEnd, usual) = (0L, 0L, stream.Track.NominalSampleDuration);
        foreach (var sample in stream.Track.Samples(stream.Samples))
        {
            var size = checked(prefix.Size(sample.IsSync) + (int)stream.SizeOf(sample.Number));
            if (size > MaxAudioPayload)
            {
                throw new InvalidMediaException($"An audio frame of {size} bytes does not fit a PES packet");
            }

            var start = times.Decode(sample);
            end = times.Decode(sample.DecodeTicks + sample.Duration);
            // Within a packet players count on in frames, so one that is not at its usual place needs a packet with its own time.
            var isMoved = Math.Abs(start - usualEnd) > AudioJitter;
            usualEnd = times.Decode(sample.DecodeTicks + usual);
            if (unit.SampleCount > 0 && (isMoved || end - unit.Dts > AudioGathering || unit.Payload + size > MaxAudioPayload))
            {
                Add(unit);
                AddClocks(number, unit.Dts, start);
                unit = default;
            }

            if (unit.SampleCount == 0)
            {
                var time = times.Presentation(sample);
                unit = new TsUnit
                {
                    Stream = number,
                    FirstSample = sample.Number,
                    IsKey = true,
                    HasClock = number == 0,
                    Dts = time,
                    Pts = time,
                };
            }

            unit.SampleCount++;
            unit.Payload += size;
        }

        if (unit.SampleCount > 0)
        {
            Add(unit);
            AddClocks(number, unit.Dts, end);
        }
    }

    /// <summary>
    /// The clock runs before the first picture and behind the last too, where there is sound; but not up to where the next segment begins with it, since it
    /// must never go back (ISO/IEC 13818-1 2.4.2.2), and pictures in another order than that of their display are decoded ahead of the sound beside them.
    /// </summary>
    private void AddClocksAround(ReadOnlySpan<TsStreamInput> streams)
    {
        var (first, last, start, end) = (long.MaxValue, long.MinValue, long.MaxValue, long.MinValue);
        foreach (ref readonly var unit in Units)
        {
            (first, last) = (Math.Min(first, unit.Dts), Math.Max(last, unit.Dts));
            if (unit.Stream == 0)
            {
                (start, end) = (Math.Min(start, unit.Dts), Math.Max(end, unit.Dts));
            }
        }

        if (streams.Length > 1 && start != long.MaxValue)
        {
            AddClocks(0, first - ClockDistance, start);
            AddClocks(0, end, Math.Min(last + 1, NextDecode(streams[0])));
        }
    }

    /// <summary>Decode time of the first picture of the next segment.</summary>
    private static long NextDecode(in TsStreamInput stream)
    {
        var next = stream.Samples.End;
        return next < stream.Track.SampleCount ? new TsTimes(stream.Track).Decode(stream.Track.DecodeTime(next).Ticks) : long.MaxValue;
    }

    private void AddClocks(int stream, long from, long to)
    {
        // A damaged duration of hours must not become a flood of packets.
        var limit = Math.Min(to, from + (ClockDistance * 600L));
        for (var time = from + ClockDistance; stream == 0 && time < limit; time += ClockDistance)
        {
            Add(new TsUnit { Stream = stream, FirstSample = int.MaxValue, HasClock = true, Dts = time, Pts = time });
        }
    }

    private void Add(in TsUnit unit)
    {
        if (_count == _units.Length)
        {
            var larger = ArrayPool<TsUnit>.Shared.Rent(_count * 2);
            Units.CopyTo(larger);
            ArrayPool<TsUnit>.Shared.Return(_units);
            _units = larger;
        }

        _units[_count] = unit;
        _units[_count++].Packets = unit.IsClockOnly ? 0 : (unit.TotalBytes + TransportPacket.PayloadSize - 1) / TransportPacket.PayloadSize;
    }

    /// <summary>Spreads the last unit so that the number of packets is a multiple of 16; returns that number.</summary>
    private static int Close(Span<TsUnit> units)
    {
        var packets = 0;
        var last = -1;
        for (var i = 0; i < units.Length; i++)
        {
            packets += units[i].Packets;
            last = units[i].IsClockOnly ? last : i;
        }

        if (last < 0)
        {
            return 0;
        }

        var missing = -packets & 15;
        ref var unit = ref units[last];
        unit.Packets += missing;

        // Every packet needs a byte; a tiny unit finds them in its header.
        unit.Stuffing = Math.Max(0, unit.Packets - (unit.PesHeaderSize + unit.Payload));
        return packets + missing;
    }
}
