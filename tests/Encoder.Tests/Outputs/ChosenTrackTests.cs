using MediaPlatform.Data.Jobs;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Outputs;
using MediaPlatform.TestKit;

namespace MediaPlatform.Encoder.Tests.Outputs;

/// <summary>Tracks that a job or its preset choose, of several files and of both kinds.</summary>
[Category("Integration")]
public sealed class ChosenTrackTests
{
    private static readonly string[] Renditions = ["ams-asset-mbr/BigBuckBunny_650.mp4", "ams-asset-mbr/BigBuckBunny_400.mp4", "ams-asset-mbr/BigBuckBunny_1000.mp4"];

    private static IEnumerable<TestCaseData> Choices() =>
    [
        new(new FromAllInputFile { IncludedTracks = [Video(AttributeFilter.Top)] }, "BigBuckBunny_1000"),
        new(new FromAllInputFile { IncludedTracks = [Video(AttributeFilter.Bottom)] }, "BigBuckBunny_400"),
        new(new FromAllInputFile { IncludedTracks = [new SelectVideoTrackById { TrackId = 0 }] }, "BigBuckBunny_650"),
        new(new FromEachInputFile { IncludedTracks = [Video(AttributeFilter.Top)] }, "BigBuckBunny_1000 BigBuckBunny_400 BigBuckBunny_650"),
        new(new InputFile { Filename = "BigBuckBunny_400.mp4", IncludedTracks = [Video(AttributeFilter.All)] }, "BigBuckBunny_400"),
    ];

    [TestCaseSource(nameof(Choices))]
    public async Task Only_the_pictures_that_a_job_names_are_copied(InputDefinition definition, string names)
    {
        var output = await CopyAsync(new JobInputClip { InputDefinitions = [definition] });
        Assert.That(string.Join(' ', output.Files.Select(file => Path.GetFileNameWithoutExtension(file.Name)).Order()), Is.EqualTo(names));
    }

    [Test]
    public async Task A_job_may_name_a_lower_picture_than_the_best_to_be_encoded()
    {
        using var bench = new EncodingBench();
        var clip = EncodingBench.Clip(0, 1) with { InputDefinitions = [new FromAllInputFile { IncludedTracks = [Video(AttributeFilter.Bottom)] }] };
        var output = await bench.EncodeAsync(Renditions.Select(SharedFiles.Media), new BuiltInStandardEncoderPreset { PresetName = "H264SingleBitrateSD" }, clip);
        Assert.That(output.Files.Single().Plan.Video!.Size, Is.EqualTo(new PictureSize(320, 180)));
        Assert.That(output.Files.Single().Name, Is.EqualTo("BigBuckBunny_400_320x180_2200.mp4"));
    }

    [Test]
    public void A_job_that_names_pictures_which_are_not_there_fails()
    {
        var clip = new JobInputClip { InputDefinitions = [new FromAllInputFile { IncludedTracks = [new SelectVideoTrackById { TrackId = 7 }] }] };
        Assert.That(
            () => CopyAsync(clip),
            Throws.TypeOf<JobFailedException>().With.Property(nameof(JobFailedException.Error)).Property(nameof(JobError.Code)).EqualTo(JobErrorCode.ConfigurationUnsupported));
    }

    [TestCase("fra")]
    [TestCase("FR")]
    [TestCase("fre")]
    public async Task A_language_is_found_in_each_of_its_spellings(string language)
    {
        using var bench = new EncodingBench();
        var french = new SelectAudioTrackByAttribute { Attribute = TrackAttribute.Language, Filter = AttributeFilter.ValueEquals, FilterValue = language };
        var clip = EncodingBench.Clip(0, 1) with { InputDefinitions = [new FromAllInputFile { IncludedTracks = [french] }] };
        var output = await bench.EncodeAsync("good/three-languages-480p.mp4", "AACGoodQualityAudio", clip);
        Assert.That(output.Files.Single().Audios.Single().Language, Is.EqualTo("fra"));
    }

    [Test]
    public async Task Only_the_kinds_of_track_are_copied_that_the_preset_names()
    {
        Assert.That(await KindsAsync([new CopyVideo()]), Is.EqualTo("portrait-720x1080-.mp4: video"));
        Assert.That(await KindsAsync([new CopyAudio()]), Is.EqualTo("portrait-720x1080-.mp4: audio"));
        Assert.That(await KindsAsync([new CopyAudio(), new CopyVideo()]), Is.EqualTo("portrait-720x1080-.mp4: video audio"));
    }

    [Test]
    public async Task Copied_tracks_are_put_into_files_by_their_labels() => Assert.That(
        await KindsAsync([new CopyVideo { Label = "v" }, new CopyAudio { Label = "a" }], new OutputFile { Labels = ["v"] }, new OutputFile { Labels = ["A"] }),
        Is.EqualTo("portrait-720x1080-v.mp4: video, portrait-720x1080-a.mp4: audio"));

    private static SelectVideoTrackByAttribute Video(AttributeFilter filter) => new() { Attribute = TrackAttribute.Bitrate, Filter = filter };

    private static async Task<EncodedOutput> CopyAsync(JobInputClip clip)
    {
        using var bench = new EncodingBench();
        var preset = new StandardEncoderPreset { Codecs = [new CopyVideo(), new CopyAudio()], Formats = [new Mp4Format { FilenamePattern = "{Basename}{Extension}" }] };
        return await bench.EncodeAsync(Renditions.Select(SharedFiles.Media), preset, clip);
    }

    private static async Task<string> KindsAsync(Codec[] codecs, params OutputFile[] files)
    {
        using var bench = new EncodingBench();
        var preset = new StandardEncoderPreset { Codecs = codecs, Formats = [new Mp4Format { FilenamePattern = "{Basename}-{Label}{Extension}", OutputFiles = files }] };
        var output = await bench.EncodeAsync("good/portrait-720x1080.mp4", preset);
        var kinds = new List<string>();
        foreach (var file in output.Files) kinds.Add(file.Name + ": " + string.Join(' ', (await Witness.StreamsAsync(file.Path)).Select(stream => stream!["codec_type"]!.GetValue<string>())));
        return string.Join(", ", kinds);
    }
}
