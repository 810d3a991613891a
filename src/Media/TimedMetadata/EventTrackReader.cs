using System.Collections.Immutable;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;

namespace MediaPlatform.Media.TimedMetadata;

/// <summary>
/// Reads the fragments of a sparse track as live encoders send them: a moof with the time of arrival, and an mdat of version, identifier, what to add
/// to that time, and the message ("Signaling Timed Metadata in Live Streaming" of Azure Media Services, 2.2.3).
/// </summary>
public static class EventTrackReader
{
    /// <summary>Longest track that is read, in bytes.</summary>
    public const int MaxLength = 16 << 20;

    private const int MaxEvents = 20_000;
    private const int KnownVersion = 1;
    private const int HeadLength = 12;
    private const uint BaseOffsetPresent = 1;
    private const uint DescriptionPresent = 2;
    private const uint DefaultDurationPresent = 8;
    private const uint DataOffsetPresent = 1;
    private const uint FirstFlagsPresent = 4;
    private const uint DurationPresent = 0x100;

    /// <param name="file">The header, where there is one, and the fragments behind it.</param>
    /// <param name="timescale">Ticks per second where no header says it.</param>
    /// <returns>By rising time. Of messages of one time and identifier the last holds; messages of other versions are passed over.</returns>
    /// <exception cref="InvalidMediaException">The bytes are no such track.</exception>
    public static ImmutableArray<TimedEvent> Read(ReadOnlyMemory<byte> file, uint timescale) => Read([file], timescale);

    /// <summary>Reads fragments that are stored one by one: what is damaged takes none of the others with it.</summary>
    /// <param name="parts">The header, where there is one, and each fragment.</param>
    /// <param name="timescale">Ticks per second where no header says it.</param>
    /// <exception cref="InvalidMediaException">No message can be read, or there are too many.</exception>
    public static ImmutableArray<TimedEvent> Read(IEnumerable<ReadOnlyMemory<byte>> parts, uint timescale)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var events = new Dictionary<(long Start, uint Id), TimedEvent>();
        var damage = default(InvalidMediaException);
        foreach (var part in parts)
        {
            try
            {
                Read(part.Span, ref timescale, events);
            }
            catch (InvalidMediaException exception)
            {
                damage ??= exception;
            }

            if (events.Count > MaxEvents)
            {
                throw new InvalidMediaException($"A track holds more than {MaxEvents} events");
            }
        }

        return damage is null || events.Count > 0 ? Apart(events.Values.OrderBy(one => one.Start).ThenBy(one => one.Id)) : throw damage;
    }

    private static void Read(ReadOnlySpan<byte> part, ref uint timescale, Dictionary<(long Start, uint Id), TimedEvent> events)
    {
        var boxes = new BoxReader(FourCC.Mdat, part);
        (long Time, long Duration)? fragment = null;
        while (events.Count <= MaxEvents && boxes.TryReadChild(out var box))
        {
            if (box.Type == FourCC.Moov)
            {
                timescale = TimescaleOf(box) ?? timescale;
            }
            else if (box.Type == FourCC.Moof)
            {
                fragment = TimesOf(box);
            }
            else if (box.Type == FourCC.Mdat && fragment is { } times)
            {
                fragment = null;
                if (EventOf(box, times, timescale) is { } one)
                {
                    events[(one.Start, one.Id)] = one;
                }
            }
        }
    }

    // Names of fragments are times, so two of them cannot have the same.
    private static ImmutableArray<TimedEvent> Apart(IEnumerable<TimedEvent> events)
    {
        var apart = ImmutableArray.CreateBuilder<TimedEvent>();
        foreach (var one in events)
        {
            apart.Add(apart.Count > 0 && one.Start <= apart[^1].Start ? one with { Start = apart[^1].Start + 1 } : one);
        }

        return apart.ToImmutable();
    }

    private static uint? TimescaleOf(BoxReader moov)
    {
        if (!moov.TryFind(FourCC.Trak, out var trak) || !trak.TryFind(FourCC.Mdia, out var mdia) || !mdia.TryFind(FourCC.Mdhd, out var mdhd))
        {
            return null;
        }

        mdhd.Skip(mdhd.VersionAndFlags().Version == 1 ? 16 : 8);
        return mdhd.UInt32() is > 0 and var found ? found : null;
    }

    /// <summary>Time and duration of a fragment; those before zero or beyond all clocks are none.</summary>
    private static (long Time, long Duration)? TimesOf(BoxReader moof)
    {
        var traf = moof.Find(FourCC.Traf);
        var (announced, decoded, duration) = (default((ulong Time, ulong Duration)?), default(ulong?), 0u);
        while (traf.TryReadChild(out var child))
        {
            if (child.Type == FourCC.Tfdt)
            {
                decoded ??= child.VersionAndFlags().Version == 1 ? child.UInt64() : child.UInt32();
            }
            else if (child.Type == FourCC.Tfhd)
            {
                duration = DefaultDurationOf(child) ?? duration;
            }
            else if (child.Type == FourCC.Trun)
            {
                duration = DurationOf(child) ?? duration;
            }
            else if (child.Type == FourCC.Uuid && child.Remaining >= 16 && new Guid(child.Bytes(16), bigEndian: true) == SmoothBoxes.FragmentTimes)
            {
                announced = child.VersionAndFlags().Version == 1 ? (child.UInt64(), child.UInt64()) : (child.UInt32(), child.UInt32());
            }
        }

        var found = announced ?? (decoded is { } time ? (time, duration) : null);
        return found is { Time: < long.MaxValue / 4, Duration: < long.MaxValue / 4 } times ? ((long)times.Time, (long)times.Duration) : null;
    }

    private static uint? DefaultDurationOf(BoxReader tfhd)
    {
        var flags = tfhd.VersionAndFlags().Flags;
        tfhd.Skip(4 + ((flags & BaseOffsetPresent) != 0 ? 8 : 0) + ((flags & DescriptionPresent) != 0 ? 4 : 0));
        return (flags & DefaultDurationPresent) != 0 ? tfhd.UInt32() : null;
    }

    // A message is the only sample.
    private static uint? DurationOf(BoxReader trun)
    {
        var flags = trun.VersionAndFlags().Flags;
        if ((flags & DurationPresent) == 0 || trun.UInt32() == 0)
        {
            return null;
        }

        trun.Skip(((flags & DataOffsetPresent) != 0 ? 4 : 0) + ((flags & FirstFlagsPresent) != 0 ? 4 : 0));
        return trun.UInt32();
    }

    private static TimedEvent? EventOf(BoxReader mdat, (long Time, long Duration) fragment, uint timescale)
    {
        if (mdat.Remaining <= HeadLength || mdat.UInt32() != KnownVersion)
        {
            return null;
        }

        var (id, delta) = (mdat.UInt32(), mdat.UInt32());
        try
        {
            var start = MediaTime.Convert(fragment.Time + delta, timescale, MediaTime.PresentationTimescale);
            var duration = MediaTime.Convert(fragment.Duration, timescale, MediaTime.PresentationTimescale);
            return new TimedEvent(start, Math.Min(duration, long.MaxValue - start), id, mdat.Rest().ToArray());
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
