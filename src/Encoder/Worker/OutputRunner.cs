using System.Globalization;
using System.Text.Json;
using MediaPlatform.Data;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.Encoder.Presets;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Worker;

/// <summary>Makes one output of a job from its staged input and publishes it.</summary>
internal sealed class OutputRunner(AssetStore assets, IBlobStore blobs, OutputEncoder encoder, AssetPublisher publisher, IOptions<EncoderOptions> options)
{
    public async Task RunAsync(Job job, JobOutput output, TransformOutput? definition, StagedInput input, string folder, ClaimKeeper claim)
    {
        var target = await TargetAsync(job, output, claim.Token);
        var preset = PresetOf(output, definition);
        var work = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"out{output.Index}"));
        string[] sources = IsSameAsset(input.Clip, output) ? [.. input.Files.Select(file => file.Name)] : [];
        await Retry.TransientAsync(token => AttemptAsync(preset, target, input, sources, work, claim, token), options.Value, claim.Token);
        Directory.Delete(work, recursive: true);
    }

    private async Task AttemptAsync(Preset preset, OutputTarget target, StagedInput input, string[] sources, string work, ClaimKeeper claim, CancellationToken cancellationToken)
    {
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        await publisher.CleanAsync(target, cancellationToken);
        var encoded = await encoder.EncodeAsync(preset, input.Files, input.Clip, work, claim.Report, cancellationToken);
        if (encoded.Files.Select(file => target.Named(file.Name)).Intersect(sources, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } replaced)
        {
            throw JobErrors.Unsupported($"The output file '{replaced}' would replace the input of the job. Use another asset, or another file name pattern.");
        }

        if (!await publisher.PublishAsync(encoded, target, AddressOf, () => claim.HoldsAsync(cancellationToken), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        string AddressOf(SourceFile file) => input.Files.First(staged => staged.Path == file.Path).Address;
    }

    private async Task<OutputTarget> TargetAsync(Job job, JobOutput output, CancellationToken cancellationToken)
    {
        var asset = await assets.FindAsync(job.AccountId, output.AssetName, cancellationToken)
            ?? throw JobErrors.OutputMissing($"There is no asset '{output.AssetName}'.");
        var container = blobs.GetContainer(asset.StorageAccountName, asset.Container);
        if (!await container.ExistsAsync(cancellationToken)) throw JobErrors.OutputMissing($"The container of asset '{asset.Name}' is missing.");
        var earlier = job.Outputs.Count(other => other.Index < output.Index && other.AssetName.Equals(output.AssetName, StringComparison.OrdinalIgnoreCase));
        var suffix = earlier == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{earlier + 1}");
        return new OutputTarget(container, job.Id, output.Index, job.Attempt, suffix);
    }

    private static bool IsSameAsset(JobInputClip input, JobOutput output) =>
        input is JobInputAsset asset && asset.AssetName.Equals(output.AssetName, StringComparison.OrdinalIgnoreCase);

    private static Preset PresetOf(JobOutput output, TransformOutput? definition)
    {
        try
        {
            var replaced = output.PresetOverrideJson is { Length: > 0 } json ? JsonSerializer.Deserialize<Preset>(json, ContractJson.Options) : null;
            return replaced ?? definition?.Preset ?? throw JobErrors.Unsupported($"The transform has no output {output.Index}.");
        }
        catch (JsonException mistake)
        {
            throw JobErrors.Unsupported("The preset of the output cannot be read.", mistake.Message);
        }
    }
}
