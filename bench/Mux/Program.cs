using System.Globalization;
using System.IO.Pipelines;
using MediaPlatform.Bench.Mux;
using MediaPlatform.Media;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;

// Packages the video of one MP4 file as transport stream and as fragmented MP4 against ffmpeg -c copy, both
// from the page cache, interleaved in one run. Prints MB of output per CPU second and the ratio ours / ffmpeg.
// Usage: dotnet run -c Release --project bench/Mux FILE.mp4 [rounds]
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: Mux FILE.mp4 [rounds]");
    return 1;
}

var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
using var handle = File.OpenHandle(args[0]);
var reader = new DiskReader(handle);
var file = await Mp4Parser.ReadAsync(reader);
var set = PresentationBuilder.Build([new RenditionSource("file", file.First(TrackKind.Video)!, "video")]).Sets[0];
var rendition = set.Renditions[0];

(string Name, string Format, Func<Task<long>> Run)[] cases =
[
    ("transport stream", "mpegts", WriteTsAsync),
    ("fragmented MP4", "mp4", WriteFmp4Async),
];

Console.WriteLine($"{"case",-18} {"ours MB/s",10} {"ffmpeg MB/s",12} {"ratio",7} {"bytes/sample",13}");
foreach (var (name, format, run) in cases)
{
    var ours = new double[rounds];
    var theirs = new double[rounds];
    await MeasureAsync(run, 0.5);
    for (var round = 0; round < rounds; round++)
    {
        ours[round] = await MeasureAsync(run, 1);
        theirs[round] = Rival.Measure(args[0], format);
    }

    var before = GC.GetTotalAllocatedBytes(true);
    await run();
    var allocated = (double)(GC.GetTotalAllocatedBytes(true) - before) / rendition.Track.SampleCount;
    Array.Sort(ours);
    Array.Sort(theirs);
    var (mine, other) = (ours[rounds / 2], theirs[rounds / 2]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {mine,10:F0} {other,12:F0} {mine / other,7:F2} {allocated,13:F1}"));
}

return 0;

async Task<long> WriteTsAsync()
{
    var output = PipeWriter.Create(Stream.Null);
    var total = 0L;
    for (var i = 0; i < set.Plan.Count; i++)
    {
        using var segment = new TsSegment([new TsStreamInput(rendition.Track, rendition.Samples(i), reader)], i);
        await segment.WriteAsync(output, default);
        total += segment.Length;
    }

    return total;
}

async Task<long> WriteFmp4Async()
{
    var output = PipeWriter.Create(Stream.Null);
    var total = 0L;
    for (var i = 0; i < set.Plan.Count; i++)
    {
        var layout = Fmp4Muxer.LayOut(rendition.Track, rendition.Samples(i), new SegmentOptions(Fmp4Flavour.Cmaf, (uint)i + 1));
        layout.WriteHeader(output.GetSpan(layout.HeaderLength));
        output.Advance(layout.HeaderLength);
        foreach (var range in StoredRanges.Of(layout))
        {
            for (var at = 0L; at < range.Length;)
            {
                var memory = output.GetMemory(64 << 10);
                var read = await reader.ReadAsync(range.Offset + at, memory[..(int)Math.Min(memory.Length, range.Length - at)], default);
                output.Advance(read);
                at += read;
                await output.FlushAsync();
            }
        }

        total += layout.Length;
    }

    return total;
}

static async Task<double> MeasureAsync(Func<Task<long>> run, double seconds)
{
    // CPU time, so that a busy machine changes the wait and not the figure.
    var (cpu, total) = (CpuSeconds(), 0L);
    while (CpuSeconds() - cpu < seconds)
    {
        for (var i = 0; i < 20; i++)
        {
            total += await run();
        }
    }

    return total / (CpuSeconds() - cpu) / 1e6;
}

static double CpuSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;
