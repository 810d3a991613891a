using System.Runtime.InteropServices;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Manifests;

/// <summary>Tracks without media bytes: evenly spaced samples of a chosen format.</summary>
internal static class SyntheticTrack
{
    public static TrackIndex Create(TrackFormat format, uint timescale, uint sampleDuration, int samples, int syncEvery, long totalBytes, string language = "und")
    {
        var size = (uint)Math.Max(1, totalBytes / samples);
        var sizes = Enumerable.Repeat(size, samples).ToArray();
        var runs = Enumerable.Range(0, (samples + TrackIndex.MaxRunLength - 1) / TrackIndex.MaxRunLength)
            .Select(run => run * TrackIndex.MaxRunLength).ToArray();
        var sync = Enumerable.Range(0, (samples + syncEvery - 1) / syncEvery).Select(number => (uint)(number * syncEvery)).ToArray();
        var keys = KeyFrameTables.Of(syncEvery == 1 ? default : sync, sizes);
        var block = new TrackIndexBlock
        {
            TrackId = 1,
            Timescale = timescale,
            SampleCount = samples,
            AllSync = syncEvery == 1,
            HasLeadingPictures = false,
            LowestOffset = 0,
            NominalDelta = sampleDuration,
            Kind = format.Kind,
            EndTicks = (long)samples * sampleDuration,
            FirstPresentationTicks = 0,
            TotalBytes = (long)size * samples,
            PeakBitrate = 0,
            Traits = default,
            Language = language,
            Title = "",
            SampleEntry = default,
            Columns = new(Bytes(sizes), default, default),
            Sync = keys.Numbers,
            SyncBytes = keys.BytesBefore,
            SyncSizes = keys.Sizes,
            RunStarts = Bytes(runs.Select(run => (uint)run).ToArray()),
            RunOffsets = Bytes(runs.Select(run => (long)run * size).ToArray()),
            RunTimes = Bytes(runs.Select(run => (long)run * sampleDuration).ToArray()),
            RunDeltas = Bytes(runs.Select(_ => sampleDuration).ToArray()),
            Fragments = default,
        };
        return new TrackIndex(block, format);
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
