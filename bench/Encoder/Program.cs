// An AdaptiveStreaming job against the plain ffmpeg command for the same rungs.
// dotnet run -c Release --project bench/Encoder -- FILE... [--runs N]
using System.Diagnostics;
using MediaPlatform.Bench.Encoder;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Probing;
using Microsoft.Extensions.Options;

var runsAt = Array.IndexOf(args, "--runs");
var runs = runsAt >= 0 ? int.Parse(args[runsAt + 1], System.Globalization.CultureInfo.InvariantCulture) : 3;
var settings = new EncoderOptions();
var options = Options.Create(settings);
var tools = new ToolRunner(TimeProvider.System);
var encoder = new OutputEncoder(new SourceReader(new MediaProber(tools, options, TimeProvider.System)), new PlanRunner(tools, options), options);

Console.WriteLine("| input | rungs | ours s | plain s | wall ratio | ours CPU s | plain CPU s | CPU ratio |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
foreach (var file in args.Where((argument, index) => runsAt < 0 || (index != runsAt && index != runsAt + 1)))
{
    var (ours, plain, rungs) = (new List<Cost>(), new List<Cost>(), 0);
    for (var run = 0; run < runs; run++)
    {
        var folder = Directory.CreateTempSubdirectory("bench-encoder-").FullName;
        EncodedOutput? output = null;
        ours.Add(await MeasureAsync(async () => output = await encoder.EncodeAsync(
            new BuiltInStandardEncoderPreset { PresetName = "AdaptiveStreaming" }, [new InputFilePath(file, Path.GetFileName(file), "")], new JobInputClip(), folder, _ => { }, CancellationToken.None)));
        plain.Add(await MeasureAsync(() => RunAsync(settings.FfmpegPath, PlainCommand.Arguments(file, output!, settings, folder))));
        rungs = output!.Files.Count(made => made.Video is not null);
        Directory.Delete(folder, recursive: true);
    }

    var (best, rival) = (Cost.Best(ours), Cost.Best(plain));
    Console.WriteLine(FormattableString.Invariant(
        $"| {Path.GetFileName(file)} | {rungs} | {best.Wall:0.00} | {rival.Wall:0.00} | {best.Wall / rival.Wall:0.00} | {best.Processor:0.00} | {rival.Processor:0.00} | {best.Processor / rival.Processor:0.00} |"));
}

static async Task<Cost> MeasureAsync(Func<Task> work)
{
    var (clock, before) = (Stopwatch.StartNew(), ProcessorTime.Seconds());
    await work();
    return new Cost(clock.Elapsed.TotalSeconds, ProcessorTime.Seconds() - before);
}

static async Task RunAsync(string tool, IEnumerable<string> arguments)
{
    using var process = Process.Start(new ProcessStartInfo(tool, arguments))!;
    await process.WaitForExitAsync();
    if (process.ExitCode != 0) throw new InvalidOperationException($"{tool} ended with {process.ExitCode}");
}

/// <summary>Seconds by the clock and of the processors.</summary>
internal readonly record struct Cost(double Wall, double Processor)
{
    /// <summary>The least of several runs: what disturbs a run only ever adds.</summary>
    public static Cost Best(IEnumerable<Cost> runs) => new(runs.Min(run => run.Wall), runs.Min(run => run.Processor));
}
