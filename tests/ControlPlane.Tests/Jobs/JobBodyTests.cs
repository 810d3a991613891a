using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Jobs;

/// <summary>What the contract requires of a job (Encoding.json, encoding.md section 3).</summary>
[TestFixture]
public sealed class JobBodyTests : TrapFixture
{
    private const string Asset = "\"@odata.type\":\"#Microsoft.Media.JobInputAsset\",\"assetName\":\"in\"";
    private const string Output = "{\"@odata.type\":\"#Microsoft.Media.JobOutputAsset\",\"assetName\":\"out\"}";

    [TestCase("""{"start":{"@odata.type":"#Microsoft.Media.AbsoluteClipTime"}}""", "start.time")]
    [TestCase("""{"end":{"@odata.type":"#Microsoft.Media.UtcClipTime","time":null}}""", "end.time")]
    [TestCase("""{"start":{"time":"PT1S"}}""", "start.@odata.type")]
    [TestCase("""{"inputDefinitions":[{"@odata.type":"#Microsoft.Media.FromAllInputFile","includedTracks":[{"@odata.type":"#Microsoft.Media.SelectAudioTrackById"}]}]}""", "inputDefinitions[0].includedTracks[0].trackId")]
    [TestCase("""{"inputDefinitions":[{"@odata.type":"#Microsoft.Media.FromAllInputFile","includedTracks":[{"@odata.type":"#Microsoft.Media.SelectVideoTrackByAttribute","attribute":"Bitrate"}]}]}""", "inputDefinitions[0].includedTracks[0].filter")]
    public async Task A_part_of_the_input_that_is_not_complete_is_refused(string members, string target)
    {
        var reply = await PutJob("{" + Asset + "," + members[1..], Output);

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo("properties.input." + target), reply.Text);
    }

    [Test]
    public async Task An_output_of_an_unknown_type_is_refused()
    {
        var reply = await PutJob("{" + Asset + "}", """{"@odata.type":"#Microsoft.Media.JobOutputTape","assetName":"out"}""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo("properties.outputs[0].@odata.type"), reply.Text);
    }

    private async Task<Support.ArmReply> PutJob(string input, string output)
    {
        await World.AssetAsync("in");
        await World.AssetAsync("out");
        await Put("transforms/t", Transform, "2022-07-01");
        return await Put("transforms/t/jobs/j", "{\"properties\":{\"input\":" + input + ",\"outputs\":[" + output + "]}}", "2022-07-01");
    }
}
