using System.Text.Json;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Jobs;

/// <summary>Puts a job into the catalog, where the encoder finds it.</summary>
internal sealed class JobCreator(JobStore jobs, AssetStore assets, IOptions<ControlPlaneOptions> options)
{
    /// <summary>The stored job; the one that exists when an equivalent body is sent again.</summary>
    public async Task<Job> CreateAsync(AccountScope account, Transform transform, string name, JsonBody body, CancellationToken cancellationToken)
    {
        ResourceNames.Check(name);
        var job = new Job { Id = Guid.NewGuid(), AccountId = account.Id, TransformId = transform.Id, Name = name };
        var mistakes = new Mistakes();
        JobBody.Apply(body.Json, job, transform, options.Value.Limits, mistakes);
        mistakes.ThrowIfAny();
        if (await jobs.FindAsync(transform.Id, name, cancellationToken) is { } existing)
        {
            return Same(existing, job);
        }

        await CheckAssetsAsync(account, job, mistakes, cancellationToken);
        account.Stamp(job);
        return await jobs.SaveAsync(job, cancellationToken) switch
        {
            SaveOutcome.Created => job,
            SaveOutcome.ParentMissing => throw ArmErrors.NotFound(),
            _ => Same(await jobs.FindAsync(transform.Id, name, cancellationToken) ?? throw ArmErrors.ChangedMeanwhile(), job),
        };
    }

    private async Task CheckAssetsAsync(AccountScope account, Job job, Mistakes mistakes, CancellationToken cancellationToken)
    {
        var input = JsonSerializer.Deserialize<JobInput>(job.InputJson, ContractJson.Options)!;
        var named = JobInputRules.AssetsOf(input).Select(name => (name, "properties.input")).Concat(job.Outputs.Select(output => (output.AssetName, "properties.outputs")));
        foreach (var (name, path) in named.DistinctBy(pair => NamedResource.KeyOf(pair.Item1)))
        {
            if (await assets.FindAsync(account.Id, name, cancellationToken) is null)
            {
                mistakes.Add(path, $"The asset '{name}' was not found in the account '{account.Account.Name}'.");
            }
        }

        mistakes.ThrowIfAny();
    }

    // The documents allow only 201 for a PUT; a repeated one must not start the work again.
    private static Job Same(Job existing, Job sent)
    {
        var isSame = existing.Priority == sent.Priority && existing.Description == sent.Description && existing.InputJson == sent.InputJson
            && existing.CorrelationData.Count == sent.CorrelationData.Count && !existing.CorrelationData.Except(sent.CorrelationData).Any()
            && existing.Outputs.OrderBy(output => output.Index).Select(Signature).SequenceEqual(sent.Outputs.Select(Signature));
        return isSame ? existing : throw ArmErrors.Conflict($"A job named '{existing.Name}' with other properties already exists.");
    }

    private static (string Asset, string Label, string? Preset) Signature(JobOutput output) =>
        (NamedResource.KeyOf(output.AssetName), output.Label, output.PresetOverrideJson);
}
