using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Tests.Worker;

[Category("Integration")]
public sealed class FailureTests
{
    private static readonly JobInputAsset Input = new() { AssetName = "in" };

    private static readonly TransformOutput Encoded = new() { Preset = new BuiltInStandardEncoderPreset { PresetName = "H264SingleBitrateSD" } };

    private static readonly TransformOutput Analyzed = new() { Preset = new VideoAnalyzerPreset(), OnError = OnErrorType.ContinueJob };

    [Test]
    public async Task A_damaged_input_ends_in_its_error_with_the_words_of_ffmpeg_and_no_output()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "bad/truncated-media.mp4");
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var ended = await installation.EndAsync(await installation.AddJobAsync("AdaptiveStreaming", Input, "out"));

        Assert.That(ended.State, Is.EqualTo(JobState.Error));
        Assert.That(ended.Outputs[0].State, Is.EqualTo(JobState.Error));
        var error = Installation.ErrorOf(ended);
        Assert.That((error.Code, error.Category, error.Retry), Is.EqualTo((JobErrorCode.ContentMalformed, JobErrorCategory.Content, JobRetry.DoNotRetry)));
        Assert.That(error.Details, Is.Not.Empty);
        Assert.That(await Installation.NamesAsync(output), Is.Empty);
    }

    [TestCase("nowhere", "out", JobErrorCode.DownloadNotAccessible)]
    [TestCase("empty", "out", JobErrorCode.DownloadNotAccessible)]
    [TestCase("in", "nowhere", JobErrorCode.UploadNotAccessible)]
    public async Task A_missing_file_or_asset_ends_in_its_error(string input, string output, JobErrorCode code)
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/one-frame.mp4");
        await installation.AddAssetAsync("empty");
        await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var ended = await installation.EndAsync(await installation.AddJobAsync("H264SingleBitrateSD", new JobInputAsset { AssetName = input }, output));

        Assert.That(ended.State, Is.EqualTo(JobState.Error));
        Assert.That(Installation.ErrorOf(ended).Code, Is.EqualTo(code));
    }

    [Test]
    public async Task An_output_that_may_fail_lets_the_job_finish()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/one-frame.mp4");
        await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var ended = await installation.EndAsync(await installation.AddJobAsync([Analyzed, Encoded], Input, "out", "out"));

        Assert.That(ended.State, Is.EqualTo(JobState.Finished), ended.Outputs[1].ErrorJson);
        Assert.That(ended.Outputs.Select(output => output.State), Is.EqualTo(new[] { JobState.Error, JobState.Finished }));
        Assert.That(Installation.ErrorOf(ended).Code, Is.EqualTo(JobErrorCode.ConfigurationUnsupported));
    }

    [Test]
    public async Task An_output_that_fails_stops_its_siblings()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/one-frame.mp4");
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var first = Analyzed with { OnError = OnErrorType.StopProcessingJob, RelativePriority = Priority.High };
        var ended = await installation.EndAsync(await installation.AddJobAsync([Encoded, first], Input, "out", "out"));

        Assert.That(ended.State, Is.EqualTo(JobState.Error));
        Assert.That(ended.Outputs.Select(made => made.State), Is.EqualTo(new[] { JobState.Canceled, JobState.Error }));
        Assert.That(await Installation.NamesAsync(output), Is.Empty);
    }

    [Test]
    public async Task Two_outputs_into_one_asset_do_not_overwrite_each_other()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.AddAssetAsync("in", "good/one-frame.mp4");
        var output = await installation.AddAssetAsync("out");
        await installation.StartWorkerAsync();
        var ended = await installation.EndAsync(await installation.AddJobAsync([Encoded, Encoded], Input, "out", "out"));

        Assert.That(ended.State, Is.EqualTo(JobState.Finished));
        var names = await Installation.NamesAsync(output);
        Assert.That(names.Where(name => name.EndsWith(".ism", StringComparison.Ordinal)), Is.EquivalentTo(new[] { "one-frame.ism", "one-frame_2.ism" }));
        Assert.That(names.Count(name => name.EndsWith(".mp4", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task An_output_does_not_replace_the_input_it_is_made_of()
    {
        await using var installation = await Installation.CreateAsync();
        var asset = await installation.AddAssetAsync("in", "good/one-frame.mp4");
        var before = (await asset.GetPropertiesAsync("one-frame.mp4", default))!.ETag;
        await installation.StartWorkerAsync();
        var preset = new StandardEncoderPreset
        {
            Codecs = [new H264Video { Layers = [new H264Layer { Bitrate = 100_000, Width = "64", Height = "36" }] }],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }],
        };
        var ended = await installation.EndAsync(await installation.AddJobAsync([new TransformOutput { Preset = preset }], Input, "IN"));

        Assert.That(ended.State, Is.EqualTo(JobState.Error));
        Assert.That(ended.Outputs[0].ErrorJson, Does.Contain("would replace the input"));
        Assert.That((await asset.GetPropertiesAsync("one-frame.mp4", default))!.ETag, Is.EqualTo(before));
        Assert.That(await Installation.NamesAsync(asset), Is.EquivalentTo(new[] { "one-frame.mp4" }));
    }
}
