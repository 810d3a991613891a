using MediaPlatform.Data.Jobs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Worker;

/// <summary>Every damaged, hostile or refused file as the input of a real job: how the job ends and what it leaves in the output asset.</summary>
[Category("Integration")]
public sealed class DamagedInputTests
{
    private Installation _installation = null!;

    // Files that every player repairs on the fly; BadMediaTests shows that they come out whole.
    private static readonly string[] Repaired = ["bad/mdat-too-long.mp4", "bad/moov-size-4gib.mp4", "bad/stts-absurd-run-length.mp4"];

    // What our own checks find; everything else is told in the words of ffmpeg.
    private static readonly string[] FoundWithoutFfmpeg =
        ["bad/audio-track-without-stsd.mp4", "bad/chunk-offsets-past-end.mp4", "bad/zero-bytes.mp4", "refuse/ac3-51.mp4", "refuse/ac3-mono-22s.mp4"];

    private static IEnumerable<TestCaseData> Inputs() =>
    [
        .. SharedFiles.MediaNames("bad").Select(name => "bad/" + name).Except(Repaired).Select(file => new TestCaseData(file, "AdaptiveStreaming")),
        .. SharedFiles.MediaNames("refuse").Select(name => new TestCaseData("refuse/" + name, "CopyAllBitrateNonInterleaved")),
    ];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _installation = await Installation.CreateAsync();
        await _installation.StartWorkerAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _installation.DisposeAsync();

    [TestCaseSource(nameof(Inputs))]
    public async Task The_job_ends_in_an_error_of_the_content_and_its_output_stays_empty(string file, string preset)
    {
        var name = Guid.NewGuid().ToString("N");
        await _installation.AddAssetAsync("in-" + name, file);
        var output = await _installation.AddAssetAsync("out-" + name);
        var ended = await _installation.EndAsync(await _installation.AddJobAsync(preset, new JobInputAsset { AssetName = "in-" + name }, "out-" + name));

        Assert.That(ended.State, Is.EqualTo(JobState.Error));
        Assert.That(ended.Outputs[0].State, Is.EqualTo(JobState.Error));
        var error = Installation.ErrorOf(ended);
        Assert.That(error.Retry, Is.EqualTo(JobRetry.DoNotRetry), error.Message);
        Assert.That(error.Category, Is.EqualTo(preset == "AdaptiveStreaming" ? JobErrorCategory.Content : JobErrorCategory.Configuration), error.Message);
        Assert.That(error.Message, Is.Not.Empty);
        Assert.That(error.Details, FoundWithoutFfmpeg.Contains(file) ? Is.Empty : Is.Not.Empty, error.Message);
        Assert.That(error.Details.Select(detail => detail.Message), Has.All.Not.Contains(_installation.WorkFolder));
        Assert.That(await Installation.NamesAsync(output), Is.Empty);
    }
}
