using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Runs the tasks of a plan one after the other.</summary>
internal sealed class PlanRunner(ToolRunner tools, IOptions<EncoderOptions> options)
{
    /// <param name="report">Called with the part of the work that is done, 0 to 1, rising.</param>
    public async Task RunAsync(EncodePlan plan, SourceMedia source, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        var whole = plan.Tasks.Sum(task => task.Weight);
        var before = 0.0;
        foreach (var task in plan.Tasks)
        {
            var start = before;
            await RunAsync(task, source, folder, part => report((start + (part * task.Weight)) / whole), cancellationToken);
            before += task.Weight;
            report(before / whole);
        }
    }

    private async Task RunAsync(EncodeTask task, SourceMedia source, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        var progress = new ProgressReader(task.Duration, report);
        var result = await tools.RunAsync(
            new ToolRun
            {
                Tool = options.Value.FfmpegPath,
                Arguments = task.Arguments,
                WorkingDirectory = folder,
                MemoryLimit = options.Value.MemoryLimit,
                SilenceLimit = options.Value.StallTimeout,
            },
            progress.Line,
            cancellationToken);
        if (!result.Succeeded) throw FailureClassifier.Classify(result);
        var frames = source.Duration * (source.Video?.FrameRate.Value ?? 50);
        if (result.Damage > Math.Max(2, options.Value.MaxDamage * frames))
        {
            throw JobErrors.Malformed("The input is damaged: too many of its frames do not decode whole.", result.ErrorText);
        }
    }
}
