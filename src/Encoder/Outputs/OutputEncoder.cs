using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Presets;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>From input files and a preset to finished, checked files in a folder: probe, recipe, plan, run, check.</summary>
internal sealed class OutputEncoder(SourceReader sources, PlanRunner runner, IOptions<EncoderOptions> options)
{
    /// <param name="report">Called with the part of the work that is done, 0 to 1, rising.</param>
    public async Task<EncodedOutput> EncodeAsync(
        Preset preset, IReadOnlyList<InputFilePath> inputs, JobInputClip clip, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        var source = await sources.ReadAsync(inputs, clip, cancellationToken);
        var recipe = Recipes.For(preset, source);
        var plan = Planner.Plan(recipe, source, options.Value);
        await runner.RunAsync(plan, source, folder, report, cancellationToken);
        var files = await OutputReader.ReadAsync(plan, folder, cancellationToken);
        OutputCheck.Check(files, source);
        return new EncodedOutput(source, files);
    }
}
