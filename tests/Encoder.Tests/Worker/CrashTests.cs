using MediaPlatform.Data.Jobs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Worker;

[Category("Integration")]
public sealed class CrashTests
{
    [Test]
    public async Task A_job_whose_worker_is_killed_is_finished_once_by_the_worker_that_is_started_again()
    {
        await using var installation = await Installation.CreateAsync();
        var (job, output) = await BeginAsync(installation);
        using (var worker = WorkerProcess.Start(Slow(installation)))
        {
            await installation.WaitAsync(job, now => now.Outputs[0].Progress >= 5);
            await worker.KillAsync();
            await NothingRunsAsync(installation);
        }

        Assert.That(await Installation.NamesAsync(output), Is.Empty);
        await installation.StartWorkerAsync();
        await CheckEndAsync(installation, job, output);
    }

    [Test]
    public async Task A_job_whose_worker_is_killed_is_finished_once_by_another_worker_of_the_cluster()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var installation = await Installation.CreateAsync(postgres.ConnectionString("encoder"));
        var (job, output) = await BeginAsync(installation);
        using var worker = WorkerProcess.Start(Slow(installation));
        await installation.WaitAsync(job, now => now.Outputs[0].Progress >= 5);
        await installation.StartWorkerAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.That((await installation.Jobs.FindByIdAsync(job.Id, CancellationToken.None))!.Attempt, Is.EqualTo(1), "the live worker keeps its job");
        await worker.KillAsync();

        await CheckEndAsync(installation, job, output);
    }

    private static async Task<(Job Job, Data.Blobs.IBlobContainer Output)> BeginAsync(Installation installation)
    {
        installation.Settings["Encoder:ClaimLifetime"] = "00:00:03";
        await installation.AddAssetAsync("in", "good/video-only-640x272.mp4");
        var output = await installation.AddAssetAsync("out");
        return (await installation.AddJobAsync("AdaptiveStreaming", new JobInputAsset { AssetName = "in" }, "out"), output);
    }

    private static Dictionary<string, string?> Slow(Installation installation) => new(installation.Settings)
    {
        ["Encoder:BalancedPreset"] = "veryslow",
        ["Encoder:Threads"] = "1",
    };

    private static async Task NothingRunsAsync(Installation installation)
    {
        for (var tries = 0; WorkerProcess.ProcessesIn(installation.WorkFolder).Count > 0; tries++)
        {
            Assert.That(tries, Is.LessThan(40), "ffmpeg outlives its worker");
            await Task.Delay(50);
        }
    }

    private static async Task CheckEndAsync(Installation installation, Job job, Data.Blobs.IBlobContainer output)
    {
        var ended = await installation.EndAsync(job);
        Assert.That(ended.State, Is.EqualTo(JobState.Finished), ended.Outputs[0].ErrorJson);
        Assert.That(ended.Attempt, Is.EqualTo(2));
        Assert.That(ended.Outputs[0].Progress, Is.EqualTo(100));
        var names = await Installation.NamesAsync(output);
        Assert.That(names.Where(name => name.StartsWith("_staging", StringComparison.Ordinal)), Is.Empty);
        Assert.That(names.Count(name => name.EndsWith(".mp4", StringComparison.Ordinal)), Is.EqualTo(3), "one set of three rungs");
        Assert.That(names.Count(name => name.EndsWith(".ism", StringComparison.Ordinal)), Is.EqualTo(1));
    }
}
