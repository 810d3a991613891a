using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Encoder.Tests.Worker;

[Category("Integration")]
public sealed class JobTests
{
    [Test]
    public async Task A_queued_job_is_encoded_into_an_asset_that_AMS_tools_read()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/portrait-720x1080.mp4");
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var job = await installation.AddJobAsync("AdaptiveStreaming", new JobInputAsset { AssetName = "IN" }, "out");

        var taken = TimeProvider.System.GetTimestamp();
        await installation.WaitAsync(job, now => now.State != JobState.Queued);
        Assert.That(TimeProvider.System.GetElapsedTime(taken), Is.LessThan(TimeSpan.FromSeconds(2)));
        var ended = await installation.EndAsync(job);

        Assert.That(ended.State, Is.EqualTo(JobState.Finished), ended.Outputs[0].ErrorJson);
        var names = await Installation.NamesAsync(output);
        foreach (var name in names) TestContext.Out.WriteLine(name);
        Assert.That(names, Does.Contain("portrait-720x1080.ism"));
    }
}
