using MediaPlatform.Data.Jobs;
using MediaPlatform.Encoder.Inputs;
using MediaPlatform.ServiceDefaults.Networks;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

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
        Assert.That(TimeProvider.System.GetElapsedTime(taken), Is.LessThan(TimeSpan.FromSeconds(5)));
        var ended = await installation.EndAsync(job);

        Assert.That(ended.State, Is.EqualTo(JobState.Finished), ended.Outputs[0].ErrorJson);
        var names = await Installation.NamesAsync(output);
        foreach (var name in names) TestContext.Out.WriteLine(name);
        Assert.That(names, Does.Contain("portrait-720x1080.ism"));
    }

    [Test]
    public async Task A_job_reads_its_input_from_a_URL_and_tells_nobody_the_signature()
    {
        await using var server = await LocalWebServer.StartAsync(context => context.Response.SendFileAsync(SharedFiles.Media("good/one-frame.mp4")));
        await using var installation = await Installation.CreateAsync();
        installation.Settings["Encoder:AllowPlainHttpInputs"] = "true";
        installation.Settings["Encoder:AllowedInputNetworks:0"] = "127.0.0.0/8";
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync(services => services.AddSingleton<IHostResolver>(new StubResolver(("media.example", ["127.0.0.1"]))));
        var input = new JobInputHttp { BaseUri = $"http://media.example:{server.Port}/films", Files = ["my%20film.mp4?sig=topsecret"] };
        var ended = await installation.EndAsync(await installation.AddJobAsync("H264SingleBitrateSD", input, "out"));

        Assert.That(ended.State, Is.EqualTo(JobState.Finished), ended.Outputs[0].ErrorJson);
        Assert.That(await Installation.NamesAsync(output), Does.Contain("my film.ism"));
        Assert.That(output.TryGetLocalPath($"{ended.Id:D}_metadata.json", out var path), Is.True);
        Assert.That(await File.ReadAllTextAsync(path!), Does.Contain("/films/my%20film.mp4").And.Not.Contain("topsecret"));
    }

    [Test]
    public async Task Progress_rises_while_a_job_runs_and_reaches_100_only_with_the_finished_output()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/talk-480p30-42s.mp4");
        await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var job = await installation.AddJobAsync("AdaptiveStreaming", new JobInputAsset { AssetName = "in" }, "out");
        var seen = new List<(JobState State, int Progress)>();
        await installation.EndAsync(job, seen: now => seen.Add((now.Outputs[0].State, now.Outputs[0].Progress)));

        Assert.That(seen.Select(step => step.Progress), Is.Ordered);
        Assert.That(seen.Select(step => step.Progress).Distinct().Count(), Is.GreaterThan(3));
        Assert.That(seen.Where(step => step.Progress == 100).Select(step => step.State), Is.All.EqualTo(JobState.Finished));
    }
}
