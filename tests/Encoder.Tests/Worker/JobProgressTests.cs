using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Encoder.Worker;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Worker;

public sealed class JobProgressTests
{
    private readonly Job _job = new() { Outputs = [.. Enumerable.Range(0, 3).Select(index => new JobOutput { Index = index })] };

    [SetUp]
    public void Reset()
    {
        _job.State = JobState.Queued;
        foreach (var output in _job.Outputs) (output.State, output.ErrorJson) = (JobState.Queued, null);
    }

    [Test]
    public void An_output_that_an_earlier_attempt_finished_is_not_made_again()
    {
        _job.Outputs[0].State = JobState.Finished;
        var progress = new JobProgress(_job, new ManualClock());
        progress.Schedule();

        Assert.That(progress.TryBegin(_job.Outputs[0]), Is.False);
        Assert.That(progress.TryBegin(_job.Outputs[1]), Is.True);
        Assert.That(_job.Outputs.Select(output => output.State), Is.EqualTo(new[] { JobState.Finished, JobState.Processing, JobState.Scheduled }));
    }

    [TestCase(OnErrorType.StopProcessingJob, JobState.Error, JobState.Canceled)]
    [TestCase(OnErrorType.ContinueJob, JobState.Finished, JobState.Finished)]
    public void The_transform_says_what_a_failed_output_does_to_the_rest(OnErrorType onError, JobState job, JobState sibling)
    {
        var progress = new JobProgress(_job, new ManualClock());
        progress.TryBegin(_job.Outputs[0]);
        progress.Fail(_job.Outputs[0], JobErrors.Malformed("broken").Error, onError);
        foreach (var output in _job.Outputs.Where(output => progress.TryBegin(output)).ToList()) progress.Finish(output);
        progress.End();

        Assert.That(_job.State, Is.EqualTo(job));
        Assert.That(_job.Outputs.Select(output => output.State), Is.EqualTo(new[] { JobState.Error, sibling, sibling }));
    }
}
