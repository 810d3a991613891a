using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Transforms;

/// <summary>What can be said about a preset when it comes (encoding.md sections 1 and 2).</summary>
[TestFixture]
public sealed class PresetTests : TrapFixture
{
    private const string Preset = "properties.outputs[0].preset.";

    [Test]
    public async Task The_name_of_a_preset_comes_back_in_the_spelling_of_the_contract()
    {
        var reply = await PutPreset("""{"@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset","presetName":"ADAPTIVESTREAMING"}""");

        Assert.That((string?)reply.Json["properties"]?["outputs"]?[0]?["preset"]?["presetName"], Is.EqualTo("AdaptiveStreaming"), reply.Text);
    }

    [TestCase("""{"fadeIn":{"fadeColor":"black"}}""", "filters.fadeIn.duration")]
    [TestCase("""{"fadeOut":{"duration":"PT1S","fadeColor":null}}""", "filters.fadeOut.fadeColor")]
    [TestCase("""{"overlays":[{"@odata.type":"#Microsoft.Media.VideoOverlay","opacity":1}]}""", "filters.overlays[0].inputLabel")]
    [TestCase("""{"overlays":[{"inputLabel":"logo"}]}""", "filters.overlays[0].@odata.type")]
    [TestCase("""{"overlays":[{"@odata.type":"#Microsoft.Media.VideoOverlay","inputLabel":"logo","opacity":1.5}]}""", "filters.overlays[0].opacity")]
    [TestCase("""{"overlays":[{"@odata.type":"#Microsoft.Media.AudioOverlay","inputLabel":"x","audioGainLevel":-1}]}""", "filters.overlays[0].audioGainLevel")]
    public async Task A_filter_that_is_not_complete_is_refused(string filters, string target)
    {
        var reply = await PutPreset(
            $$"""{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","filters":{{filters}},"codecs":[{"@odata.type":"#Microsoft.Media.AacAudio"}],"formats":[{"@odata.type":"#Microsoft.Media.Mp4Format","filenamePattern":"{Basename}{Extension}"}]}""");

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
            Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo(Preset + target), reply.Text);
        });
    }

    [TestCase("""{"@odata.type":"#Microsoft.Media.JpgImage","start":"1","layers":[{"quality":101}]}""", "codecs[0].layers[0].quality")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.H264Video","layers":[{"bitrate":1000,"bufferWindow":"PT101S"}]}""", "codecs[0].layers[0].bufferWindow")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.H265Video","layers":[{"bitrate":1000,"crf":52}]}""", "codecs[0].layers[0].crf")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.H265Video","layers":[{"crf":28}]}""", "codecs[0].layers[0].bitrate")]
    [TestCase("""{"channels":2}""", "codecs[0].@odata.type")]
    public async Task A_codec_out_of_its_range_is_refused(string codec, string target)
    {
        var reply = await PutPreset(
            $$"""{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{{codec}}],"formats":[{"@odata.type":"#Microsoft.Media.JpgFormat","filenamePattern":"{Index}{Extension}"}]}""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo(Preset + target), reply.Text);
    }

    [Test]
    public async Task An_output_file_without_labels_is_refused()
    {
        var reply = await PutPreset(
            """{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{"@odata.type":"#Microsoft.Media.AacAudio"}],"formats":[{"@odata.type":"#Microsoft.Media.Mp4Format","filenamePattern":"{Basename}{Extension}","outputFiles":[{"labels":[]}]}]}""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo(Preset + "formats[0].outputFiles[0].labels"), reply.Text);
    }

    [TestCase("{Basename}{Extension}", "", false)]
    [TestCase("{Basename}-{Codec}-{Resolution}{Extension}", "", false)]
    [TestCase("{Basename}-{Bitrate}{Extension}", "", true)]
    [TestCase("{Basename}-{label}{Extension}", "", true)]
    [TestCase("{Basename}{Extension}", """{"labels":["hd","a"]}""", true)]
    [TestCase("{Basename}{Extension}", """{"labels":["hd"]},{"labels":["a"]}""", false)]
    [TestCase("{Basename}{AudioStream}{Extension}", """{"labels":["hd"]},{"labels":["a"]}""", true)]
    public async Task A_pattern_that_gives_two_outputs_one_name_is_refused(string pattern, string files, bool isRight)
    {
        var reply = await PutPreset(
            $$"""{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{"@odata.type":"#Microsoft.Media.AacAudio","label":"a"},{"@odata.type":"#Microsoft.Media.H264Video","layers":[{"bitrate":2000000,"label":"HD"},{"bitrate":1000000,"label":"SD"}]}],"formats":[{"@odata.type":"#Microsoft.Media.Mp4Format","filenamePattern":"{{pattern}}","outputFiles":[{{files}}]}]}""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo(isRight ? null : Preset + "formats[0].filenamePattern"), reply.Text);
    }

    [TestCase("{Basename}-{Index}{Extension}", false)]
    [TestCase("{Basename}-{Index}-{Resolution}{Extension}", true)]
    public async Task Image_layers_of_two_sizes_need_names_of_their_own(string pattern, bool isRight)
    {
        var reply = await PutPreset(
            $$"""{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{"@odata.type":"#Microsoft.Media.PngImage","start":"1","layers":[{"width":"50%"},{"width":"25%"}]}],"formats":[{"@odata.type":"#Microsoft.Media.PngFormat","filenamePattern":"{{pattern}}"}]}""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo(isRight ? null : Preset + "formats[0].filenamePattern"), reply.Text);
    }

    private Task<Support.ArmReply> PutPreset(string preset) =>
        Put("transforms/p", "{\"properties\":{\"outputs\":[{\"preset\":" + preset + "}]}}", "2022-07-01");
}
