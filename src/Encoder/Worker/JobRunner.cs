using System.Text.Json;
using MediaPlatform.Data;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Encoder.Inputs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Worker;

/// <summary>Works on one job from its claim to its final state.</summary>
internal sealed partial class JobRunner(
    JobClaimStore claims, TransformStore transforms, WorkerFolder worker, InputStager inputs, OutputRunner outputs, JobRunServices services)
{
    private readonly EncoderOptions _options = services.Options.Value;

    public async Task RunAsync(Guid jobId, CancellationToken stopping)
    {
        var job = await claims.ClaimAsync(jobId, worker.Name, _options.ClaimLifetime, stopping);
        if (job is null) return;
        var lease = new JobLease(job.Id, worker.Name, job.Attempt);
        var progress = new JobProgress(job, services.Time);
        Log.Claimed(services.Logger, job.Id, job.Name, job.Attempt);
        await using var claim = new ClaimKeeper(claims, lease, _options.ClaimLifetime, services.Time, services.Logger, stopping);
        try
        {
            if (job.CancelRequested) progress.Cancel();
            else if (job.Attempt > _options.MaxAttempts) progress.FailAll(JobErrors.Service($"The job was begun {_options.MaxAttempts} times and its workers were lost each time.").Error);
            else await WorkAsync(job, progress, lease, claim);
        }
        catch (OperationCanceledException) when (claim.Reason == StopReason.Cancel)
        {
            progress.Cancel();
        }
        catch (OperationCanceledException) when (claim.Reason != StopReason.None)
        {
            Log.Left(services.Logger, job.Id, claim.Reason);
            if (claim.Reason == StopReason.Shutdown) await claims.ReleaseAsync(lease, CancellationToken.None);
            return;
        }

        var isKept = await claims.SaveStatesAsync(lease, job, CancellationToken.None);
        Log.Ended(services.Logger, job.Id, job.State, isKept);
    }

    private async Task WorkAsync(Job job, JobProgress progress, JobLease lease, ClaimKeeper claim)
    {
        var definitions = await DefinitionsAsync(job, claim.Token);
        var folder = worker.CreateForJob(job.Id, job.Attempt);
        try
        {
            progress.Schedule();
            await SaveAsync(lease, job, claim);
            var input = await StageAsync(job, progress, folder, claim);
            if (input is not null)
            {
                foreach (var output in Order(job, definitions)) await RunAsync(job, output, definitions, input, folder, progress, lease, claim);
            }

            progress.End();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<StagedInput?> StageAsync(Job job, JobProgress progress, string folder, ClaimKeeper claim)
    {
        try
        {
            var input = JsonSerializer.Deserialize<JobInput>(job.InputJson, ContractJson.Options) ?? throw JobErrors.Unsupported("The job has no input.");
            return await inputs.StageAsync(input, job.AccountId, folder, claim.Token);
        }
        catch (JobFailedException failure)
        {
            progress.FailAll(failure.Error);
        }
        catch (JsonException mistake)
        {
            progress.FailAll(JobErrors.Unsupported("The input of the job cannot be read.", mistake.Message).Error);
        }

        return null;
    }

    private async Task RunAsync(
        Job job, JobOutput output, IReadOnlyList<TransformOutput> definitions, StagedInput input, string folder, JobProgress progress, JobLease lease, ClaimKeeper claim)
    {
        var definition = definitions.ElementAtOrDefault(output.Index);
        if (!progress.TryBegin(output)) return;
        await SaveAsync(lease, job, claim);
        claim.Begin(output.Index);
        try
        {
            await outputs.RunAsync(job, output, definition, input, folder, claim);
            progress.Finish(output);
        }
        catch (JobFailedException failure)
        {
            progress.Fail(output, failure.Error, definition?.OnError ?? OnErrorType.StopProcessingJob);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || claim.Reason == StopReason.None)
        {
            Log.Broke(services.Logger, failure, job.Id, output.Index);
            progress.Fail(output, JobErrors.Service("The worker failed. Its log has the details.").Error, definition?.OnError ?? OnErrorType.StopProcessingJob);
        }

        if (claim.Reason == StopReason.None) await SaveAsync(lease, job, claim);
        claim.Token.ThrowIfCancellationRequested();
    }

    private async Task<IReadOnlyList<TransformOutput>> DefinitionsAsync(Job job, CancellationToken cancellationToken)
    {
        var transform = await transforms.FindByIdAsync(job.TransformId, cancellationToken);
        return JsonSerializer.Deserialize<List<TransformOutput>>(transform?.OutputsJson ?? "[]", ContractJson.Options) ?? [];
    }

    private async Task SaveAsync(JobLease lease, Job job, ClaimKeeper claim)
    {
        if (!await claims.SaveStatesAsync(lease, job, claim.Token)) await claim.HoldsAsync(claim.Token);
        claim.Token.ThrowIfCancellationRequested();
    }

    private static IEnumerable<JobOutput> Order(Job job, IReadOnlyList<TransformOutput> definitions) =>
        job.Outputs.OrderByDescending(output => definitions.ElementAtOrDefault(output.Index)?.RelativePriority ?? Priority.Normal).ThenBy(output => output.Index).ToList();

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Information, "Job {JobId} ({Name}) is begun, attempt {Attempt}")]
        public static partial void Claimed(ILogger logger, Guid jobId, string name, int attempt);

        [LoggerMessage(11, LogLevel.Information, "Job {JobId} ended as {State}; written: {Written}")]
        public static partial void Ended(ILogger logger, Guid jobId, JobState state, bool written);

        [LoggerMessage(12, LogLevel.Information, "Job {JobId} is left to other workers: {Reason}")]
        public static partial void Left(ILogger logger, Guid jobId, StopReason reason);

        [LoggerMessage(13, LogLevel.Error, "Job {JobId}, output {Output} broke")]
        public static partial void Broke(ILogger logger, Exception failure, Guid jobId, int output);
    }
}
