using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.Integration.Tests;

/// <summary>The actions of the API that stand beside the contract of AMS, against the real origin.</summary>
public sealed class DiagnosisTests
{
    [TestCase("", ExpectedResult = "")]
    [TestCase("(format=m3u8-aapl)", ExpectedResult = "")]
    [TestCase("(format=m3u8-cmaf)", ExpectedResult = "")]
    [TestCase("(format=mpd-time-csf)", ExpectedResult = "")]
    [TestCase("(format=m3u8-cmaf,filter=nobody)", ExpectedResult = "MPE_EGRESS_FILTER_NOT_FOUND")]
    [TestCase("(format=f4m-f4f)", ExpectedResult = "MPE_OUTPUT_FORMAT_NOT_SUPPORTED")]
    [TestCase("(format=m3u8-cmaf,encryption=cenc)", ExpectedResult = "MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY")]
    public async Task<string> A_url_is_explained_by_what_the_origin_says(string format)
    {
        var reply = await ExplainAsync(PublishedMedia.ManifestUrl(PublishedMedia.AmsSet, format));

        var code = (string?)reply["errorCode"] ?? "";
        Assert.That((bool)reply["plays"]!, Is.EqualTo(code.Length == 0), reply.ToJsonString());
        Assert.That((string)reply["explanation"]!, Does.EndWith(".").And.Not.Contains("leads here"), "nothing of the address is in doubt");
        return code;
    }

    [Test]
    public async Task Uploads_without_a_server_manifest_play_once_the_action_wrote_it()
    {
        var url = await PublishedMedia.AdoptFilesAsync("bare", "good/three-languages-480p.mp4");
        var before = await ExplainAsync($"{url}/three-languages-480p.ism/manifest(format=mpd-time-cmaf)");
        using var client = PublishedMedia.Server.ArmClient();
        using var made = await client.PostAsJsonAsync($"{PublishedMedia.Server.AccountPath}/assets/bare/createServerManifest?api-version=2022-08-01", new { });
        Assert.That(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());

        var after = new JsonObject();
        for (var attempt = 0; attempt < 100 && after["plays"]?.GetValue<bool>() != true; attempt++)
        {
            after = (await ExplainAsync($"{url}/three-languages-480p.ism/manifest(format=mpd-time-cmaf)")).AsObject();
            await Task.Delay(100);
        }

        Assert.That((string)before["explanation"]!, Does.Contain("createServerManifest"));
        Assert.That((bool)after["plays"]!, after.ToJsonString());
    }

    private static async Task<JsonNode> ExplainAsync(string url)
    {
        using var client = PublishedMedia.Server.ArmClient();
        var text = await client.GetStringAsync($"{PublishedMedia.Server.AccountPath}/streamingDiagnosis?api-version=2022-11-01&url={Uri.EscapeDataString(url)}");
        return JsonNode.Parse(text)!;
    }
}
