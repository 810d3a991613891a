using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder.Tests.Worker;

[Category("Integration")]
public sealed class CancelTests
{
    [Test]
    public async Task A_cancelled_job_stops_within_three_seconds_and_leaves_nothing()
    {
        await using var installation = await Installation.CreateAsync();
        installation.Settings["Encoder:BalancedPreset"] = "veryslow";
        await installation.AddAssetAsync("in", "good/talk-480p30-42s.mp4");
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var job = await installation.AddJobAsync("AdaptiveStreaming", new JobInputAsset { AssetName = "in" }, "out");
        await installation.WaitAsync(job, now => now.Outputs[0].Progress > 0);
        Assert.That(WorkerProcess.ProcessesIn(installation.WorkFolder), Is.Not.Empty);

        var asked = TimeProvider.System.GetTimestamp();
        await installation.CancelAsync(job);
        var ended = await installation.EndAsync(job);

        Assert.That(TimeProvider.System.GetElapsedTime(asked), Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That(ended.State, Is.EqualTo(JobState.Canceled));
        Assert.That(ended.Outputs[0].State, Is.EqualTo(JobState.Canceled));
        Assert.That(WorkerProcess.ProcessesIn(installation.WorkFolder), Is.Empty);
        Assert.That(await Installation.NamesAsync(output), Is.Empty);
    }

    [Test]
    public async Task A_worker_that_is_stopped_gives_its_job_back_and_the_attempt_does_not_count()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/video-only-640x272.mp4");
        await installation.AddAssetAsync("out");
        installation.Settings["Encoder:BalancedPreset"] = "veryslow";
        var worker = await installation.StartWorkerAsync();
        var job = await installation.AddJobAsync("AdaptiveStreaming", new JobInputAsset { AssetName = "in" }, "out");
        await installation.WaitAsync(job, now => now.Outputs[0].State == JobState.Processing);

        await worker.StopAsync();

        var left = (await installation.Jobs.FindByIdAsync(job.Id, CancellationToken.None))!;
        Assert.That((left.ClaimedBy, left.Attempt), Is.EqualTo((default(string), 0)));
        installation.Settings["Encoder:BalancedPreset"] = "ultrafast";
        await installation.StartWorkerAsync();
        Assert.That((await installation.EndAsync(job)).State, Is.EqualTo(JobState.Finished));
    }
}
