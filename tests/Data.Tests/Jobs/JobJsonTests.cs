using System.Text.Json;
using MediaPlatform.Data.Jobs;

namespace MediaPlatform.Data.Tests.Jobs;

public sealed class JobJsonTests
{
    [TestCase("""{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":"in","files":[],"inputDefinitions":[]}""")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.JobInputHttp","baseUri":"https://example.org/","files":["a.mp4"],"start":{"@odata.type":"#Microsoft.Media.AbsoluteClipTime","time":"PT3.5S"},"inputDefinitions":[]}""")]
    [TestCase("""{"@odata.type":"#Microsoft.Media.JobInputSequence","inputs":[{"@odata.type":"#Microsoft.Media.JobInputClip","files":["a.mp4"],"end":{"@odata.type":"#Microsoft.Media.UtcClipTime","time":"2020-05-04T03:02:01.5Z"},"label":"x","inputDefinitions":[{"@odata.type":"#Microsoft.Media.FromAllInputFile","includedTracks":[{"@odata.type":"#Microsoft.Media.SelectAudioTrackById","trackId":3,"channelMapping":"StereoLeft"}]}]}]}""")]
    public void Inputs_are_written_as_they_were_read(string json)
    {
        var input = JsonSerializer.Deserialize<JobInput>(json, ContractJson.Options);
        var written = JsonSerializer.SerializeToElement(input, ContractJson.Options);

        Assert.That(JsonElement.DeepEquals(written, JsonDocument.Parse(json).RootElement), Is.True, written.ToString());
    }

    [Test]
    public void A_null_is_read_as_if_it_were_not_there()
    {
        const string given = """{"@odata.type":"#Microsoft.Media.JobInputAsset","assetName":null,"files":null,"start":null,"inputDefinitions":null}""";
        var input = (JobInputAsset)JsonSerializer.Deserialize<JobInput>(given, ContractJson.Options)!;

        Assert.That((input.AssetName, input.Files.Count, input.Start, input.InputDefinitions.Count), Is.EqualTo(("", 0, (ClipTime?)null, 0)));
    }

    [Test]
    public void An_error_carries_the_category_and_retry_of_its_code()
    {
        var error = new JobError { Code = JobErrorCode.DownloadTransientError, Message = "m", Details = [new JobErrorDetail { Code = "c", Message = "d" }] };
        var json = JsonSerializer.Serialize(error, ContractJson.Options);

        Assert.That(json, Is.EqualTo(
            """{"code":"DownloadTransientError","message":"m","category":"Download","retry":"MayRetry","details":[{"code":"c","message":"d"}]}"""));
        Assert.That(JsonSerializer.Deserialize<JobError>(json, ContractJson.Options)!.Code, Is.EqualTo(error.Code));
    }

    [Test]
    public void Outputs_carry_their_type_and_times_that_end_in_Z()
    {
        JobOutputDefinition output = new JobOutputAsset { AssetName = "out", State = JobState.Queued, Progress = 0, StartTime = DateTimeOffset.UnixEpoch.AddTicks(10) };

        Assert.That(JsonSerializer.Serialize(output, ContractJson.Options), Is.EqualTo(
            """{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out","state":"Queued","progress":0,"startTime":"1970-01-01T00:00:00.000001Z"}"""));
    }
}
