using System.Text.Json;
using MediaPlatform.Data;
using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.Encoder.Worker;

/// <summary>The states of a job and of its outputs while it is worked on; outputs that an earlier attempt finished are left as they are.</summary>
internal sealed class JobProgress(Job job, TimeProvider time)
{
    private bool _stopped;
    private bool _failed;

    public void Schedule()
    {
        job.State = JobState.Scheduled;
        foreach (var output in Unfinished()) output.State = JobState.Scheduled;
    }

    /// <returns>False when the output is not to be made.</returns>
    public bool TryBegin(JobOutput output)
    {
        if (_stopped || IsFinal(output.State)) return false;
        job.State = JobState.Processing;
        job.StartTime ??= time.GetUtcNow();
        output.State = JobState.Processing;
        output.StartTime ??= time.GetUtcNow();
        return true;
    }

    public void Finish(JobOutput output) => End(output, JobState.Finished);

    public void Fail(JobOutput output, JobError error, OnErrorType onError)
    {
        output.ErrorJson = JsonSerializer.Serialize(error, ContractJson.Options);
        End(output, JobState.Error);
        if (onError == OnErrorType.ContinueJob) return;
        _failed = _stopped = true;
        foreach (var sibling in Unfinished()) End(sibling, JobState.Canceled);
    }

    /// <summary>Nothing can be made at all.</summary>
    public void FailAll(JobError error)
    {
        foreach (var output in Unfinished())
        {
            output.ErrorJson = JsonSerializer.Serialize(error, ContractJson.Options);
            End(output, JobState.Error);
        }

        _failed = _stopped = true;
        End();
    }

    public void Cancel()
    {
        foreach (var output in Unfinished()) End(output, JobState.Canceled);
        job.State = JobState.Canceled;
        job.EndTime = time.GetUtcNow();
    }

    public void End()
    {
        job.State = _failed || job.Outputs.Any(output => output.State == JobState.Canceled) ? JobState.Error : JobState.Finished;
        job.EndTime = time.GetUtcNow();
    }

    private void End(JobOutput output, JobState state)
    {
        output.State = state;
        output.EndTime = time.GetUtcNow();
    }

    private IEnumerable<JobOutput> Unfinished() => job.Outputs.Where(output => !IsFinal(output.State));

    private static bool IsFinal(JobState state) => state is JobState.Finished or JobState.Error or JobState.Canceled;
}
