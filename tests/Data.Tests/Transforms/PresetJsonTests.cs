using System.Text.Json;
using MediaPlatform.Data.Transforms;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Data.Tests.Transforms;

public sealed class PresetJsonTests
{
    private const string PostedPreset = """
        {"codecs":[
           {"channels":2,"samplingRate":48000,"bitrate":128000,"profile":"aaclc","@odata.type":"#Microsoft.Media.AacAudio"},
           {"@odata.type":"#Microsoft.Media.H264Video","keyFrameInterval":"PT05S","layers":[
             {"@odata.type":"#Microsoft.Media.H264Layer","width":"1280","height":720,"bitrate":3400000,"label":"HD","bufferWindow":"PT5S","level":"Auto"}]},
           {"@odata.type":"#Microsoft.Media.JpgImage","start":"25%","step":"25%","range":"80%","layers":[{"width":"50%","height":"50%"}]}],
         "formats":[{"filenamePattern":"Video-{Basename}-{Label}{Extension}","outputFiles":[],"@odata.type":"#Microsoft.Media.Mp4Format","color":1}],
         "@odata.type":"#Microsoft.Media.StandardEncoderPreset"}
        """;

    [Test]
    public void A_preset_is_read_with_its_types_anywhere_in_the_object_and_legacy_layer_types_ignored()
    {
        var preset = (StandardEncoderPreset)JsonSerializer.Deserialize<Preset>(PostedPreset, ContractJson.Options)!;
        var video = (H264Video)preset.Codecs[1];

        Assert.That(((AacAudio)preset.Codecs[0]).Profile, Is.EqualTo(AacAudioProfile.AacLc));
        Assert.That(video.KeyFrameInterval, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(video.Layers[0], Is.EqualTo(new H264Layer
        {
            Width = "1280",
            Height = "720",
            Bitrate = 3_400_000,
            Label = "HD",
            BufferWindow = TimeSpan.FromSeconds(5),
            Level = "Auto",
        }));
        Assert.That(((JpgImage)preset.Codecs[2]).Layers[0].Width, Is.EqualTo("50%"));
        Assert.That(preset.Formats[0], Is.TypeOf<Mp4Format>());
    }

    [Test]
    public void A_preset_is_written_with_types_canonical_names_and_without_nulls()
    {
        Preset preset = new StandardEncoderPreset
        {
            Codecs = [new H264Video { KeyFrameInterval = TimeSpan.FromSeconds(2), RateControlMode = RateControlMode.CRF, Layers = [new H264Layer { Crf = 23 }] }],
            Formats = [new Mp4Format { FilenamePattern = "{Basename}" }],
        };

        Assert.That(JsonSerializer.Serialize(preset, ContractJson.Options), Is.EqualTo(
            """{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{"@odata.type":"#Microsoft.Media.H264Video","layers":[{"crf":23}],"rateControlMode":"CRF","keyFrameInterval":"PT2S"}],"formats":[{"@odata.type":"#Microsoft.Media.Mp4Format","outputFiles":[],"filenamePattern":"{Basename}"}]}"""));
    }

    [Test]
    public void A_transform_output_starts_with_the_defaults_of_the_contract()
    {
        var output = JsonSerializer.Deserialize<TransformOutput>(
            """{"preset":{"presetName":"adaptivestreaming","@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset"}}""", ContractJson.Options)!;

        Assert.That(output.OnError, Is.EqualTo(OnErrorType.StopProcessingJob));
        Assert.That(output.RelativePriority, Is.EqualTo(Priority.Normal));
        Assert.That(BuiltInPresetNames.TryGetCanonical(((BuiltInStandardEncoderPreset)output.Preset!).PresetName, out var name) ? name : null,
            Is.EqualTo("AdaptiveStreaming"));
    }

    [TestCase("""{"@odata.type":"#Microsoft.Media.NoSuchPreset"}""")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","configurations":{"complexity":"Fastest"}}""")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{"@odata.type":"#Microsoft.Media.H264Video","keyFrameInterval":"2 s"}]}""")]
    public void Unknown_types_values_and_bad_durations_are_refused(string json) =>
        Assert.That(() => JsonSerializer.Deserialize<Preset>(json, ContractJson.Options), Throws.InstanceOf<JsonException>());
}
