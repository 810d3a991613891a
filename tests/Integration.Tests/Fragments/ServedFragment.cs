using System.Buffers.Binary;

namespace MediaPlatform.Integration.Tests.Fragments;

/// <param name="Duration">Ticks.</param>
/// <param name="Offset">Ticks from decoding to composition.</param>
/// <param name="IsSync">Whether decoding can start here, by its flags.</param>
internal readonly record struct ServedSample(long Duration, int Offset, bool IsSync);

/// <summary>A fragment as it was served: moof and mdat.</summary>
/// <param name="Time">Decode time of the first sample, ticks: tfdt, or tfxd where there is none.</param>
/// <param name="AbsoluteDuration">Duration that tfxd tells; null without it.</param>
/// <param name="Samples">In decoding order.</param>
/// <param name="FirstSample">Bytes from the first sample on.</param>
internal sealed record ServedFragment(long Time, long? AbsoluteDuration, IReadOnlyList<ServedSample> Samples, ReadOnlyMemory<byte> FirstSample)
{
    private const int NonSync = 0x10000;
    private const int InstantRefresh = 5;

    /// <summary>Ticks.</summary>
    public long Duration => Samples.Sum(sample => sample.Duration);

    /// <summary>The earliest composition time, ticks: seldom that of the first sample.</summary>
    public long FirstShown
    {
        get
        {
            var (time, first) = (Time, long.MaxValue);
            foreach (var sample in Samples)
            {
                first = Math.Min(first, time + sample.Offset);
                time += sample.Duration;
            }

            return first;
        }
    }

    /// <summary>Whether the first access unit has a slice of an instantaneous refresh picture (H.264 7.4.1, four-byte lengths).</summary>
    public bool StartsWithRefresh
    {
        get
        {
            var rest = FirstSample.Span;
            while (true)
            {
                var type = rest[4] & 0x1F;
                if (type is > 0 and <= InstantRefresh) return type == InstantRefresh;
                rest = rest[(4 + BinaryPrimitives.ReadInt32BigEndian(rest))..];
            }
        }
    }

    public static ServedFragment Parse(byte[] bytes, TrackHeader track)
    {
        var movie = Box.FindIn(Box.Read(bytes), "moof")!.Value;
        var fragment = movie.Find("traf")!.Value;
        var (duration, flags) = DefaultsOf(fragment.Find("tfhd")!.Value, track);
        var absolute = Box.Read(fragment.Body).Where(IsTfxd).Select(box => (Box?)box).SingleOrDefault();
        var run = Box.Read(fragment.Body).Single(box => box.Type == "trun");
        // The offset is counted from the moof, which ends the bytes before the mdat in every flavour (8.8.8).
        var start = bytes.AsSpan().IndexOf("moof"u8) - 4 + run.Int(8);
        var time = fragment.Find("tfdt") is { } decode ? decode.Version == 1 ? decode.Long(4) : (uint)decode.Int(4) : absolute!.Value.Long(20);
        return new(time, absolute?.Long(28), SamplesOf(run, duration, flags), bytes.AsMemory(start));
    }

    // MS-SSTR 2.2.4.4; its 64-bit form, which ours has always.
    private static bool IsTfxd(Box box) => box.Type == "uuid" && new Guid(box.Body.Span[..16], bigEndian: true) == new Guid("6D1D9B05-42D5-44E6-80E2-141DAFF757B2");

    // 8.8.7
    private static (long Duration, int Flags) DefaultsOf(Box header, TrackHeader track)
    {
        var at = 8 + ((header.Flags & 1) != 0 ? 8 : 0) + ((header.Flags & 2) != 0 ? 4 : 0);
        var duration = track.DefaultDuration;
        var flags = track.DefaultFlags;
        if ((header.Flags & 8) != 0) (duration, at) = (header.Int(at), at + 4);
        if ((header.Flags & 0x10) != 0) at += 4;
        if ((header.Flags & 0x20) != 0) flags = header.Int(at);
        return (duration, flags);
    }

    // 8.8.8
    private static List<ServedSample> SamplesOf(Box run, long defaultDuration, int defaultFlags)
    {
        var (flags, at) = (run.Flags, 8);
        Assert.That(flags & 1, Is.EqualTo(1), "trun tells where its samples lie");
        at += 4;
        int? firstFlags = null;
        if ((flags & 4) != 0) (firstFlags, at) = (run.Int(at), at + 4);
        var samples = new List<ServedSample>(run.Int(4));
        for (var i = 0; i < run.Int(4); i++)
        {
            var duration = defaultDuration;
            var (own, offset) = (i == 0 && firstFlags is { } first ? first : defaultFlags, 0);
            if ((flags & 0x100) != 0) (duration, at) = (run.Int(at), at + 4);
            if ((flags & 0x200) != 0) at += 4;
            if ((flags & 0x400) != 0) (own, at) = (run.Int(at), at + 4);
            if ((flags & 0x800) != 0) (offset, at) = (run.Int(at), at + 4);
            samples.Add(new(duration, offset, (own & NonSync) == 0));
        }

        Assert.That(at, Is.EqualTo(run.Body.Length), "trun has no more and no less than its samples");
        return samples;
    }
}
