using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Support;
using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Tests.Tour;

/// <summary>The way of a file from an asset to playable URLs, as far as the control plane goes.</summary>
[TestFixture]
public sealed class PublishingTests
{
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        _owner = _app.Owner();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_container_sas_comes_as_two_urls_that_differ_in_their_signature()
    {
        await _owner.PutAsync("assets/sas", "{}");

        var reply = await _owner.PostAsync("assets/sas/listContainerSas", $$"""{"permissions":"Read","expiryTime":"{{TimeProvider.System.GetUtcNow().AddHours(2):O}}"}""");

        var urls = reply.Json["assetContainerSasUrls"]!.AsArray().Select(url => (string)url!).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(urls, Has.Length.EqualTo(2));
            Assert.That(urls, Is.Unique);
            Assert.That(urls, Has.All.Contains("sp=rl"));
        });
    }

    [Test]
    public async Task A_job_waits_in_the_queue_with_its_defaults_filled_in()
    {
        await _owner.PutAsync("assets/in", "{}");
        await _owner.PutAsync("assets/out", "{}");
        await _owner.PutAsync("transforms/ladder", """{"properties":{"outputs":[{"preset":{"presetName":"AdaptiveStreaming","@odata.type":"#Microsoft.Media.BuiltInStandardEncoderPreset"}}]}}""", "2022-07-01");

        var reply = await _owner.PutAsync(
            "transforms/ladder/jobs/first",
            """{"properties":{"input":{"assetName":"in","@odata.type":"#Microsoft.Media.JobInputAsset"},"outputs":[{"@odata.type":"#Microsoft.Media.JobOutputAsset","assetName":"out"}]}}""",
            "2022-07-01");

        var properties = reply.Json["properties"]!;
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.ToString());
            Assert.That((string)properties["state"]!, Is.EqualTo("Queued"));
            Assert.That((string)properties["priority"]!, Is.EqualTo("Normal"));
            Assert.That((string)properties["outputs"]![0]!["label"]!, Is.EqualTo("BuiltInStandardEncoderPreset_0"));
            Assert.That((int)properties["outputs"]![0]!["progress"]!, Is.Zero);
        });
    }

    [Test]
    public async Task A_locator_lists_the_paths_of_every_protocol_and_its_files()
    {
        await PublishAsync("clear", "Predefined_DownloadAndClearStreaming", "a.ism", "a.ismc", "a.ismv", "a.isma", "a.ismt", "a_1.mp4", "with space.vtt");

        var reply = await _owner.PostAsync("streamingLocators/clear/listPaths");

        var id = (string)(await _owner.GetAsync("streamingLocators/clear")).Json["properties"]!["streamingLocatorId"]!;
        var expected = $$"""
            {"streamingPaths":[
              {"streamingProtocol":"Hls","encryptionScheme":"NoEncryption","paths":["/{{id}}/a.ism/manifest(format=m3u8-aapl)"]},
              {"streamingProtocol":"Dash","encryptionScheme":"NoEncryption","paths":["/{{id}}/a.ism/manifest(format=mpd-time-csf)"]},
              {"streamingProtocol":"SmoothStreaming","encryptionScheme":"NoEncryption","paths":["/{{id}}/a.ism/manifest"]}],
             "downloadPaths":["/{{id}}/a_1.mp4","/{{id}}/with%20space.vtt"]}
            """;
        Assert.That(JsonNode.DeepEquals(reply.Json, JsonNode.Parse(expected)), reply.Text);
    }

    [Test]
    public async Task A_listed_path_is_of_a_form_that_can_carry_the_encryption()
    {
        await _owner.PutAsync("contentKeyPolicies/open", """
            {"properties":{"options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}
            """, "2022-08-01");
        await _owner.PutAsync("streamingPolicies/counter", """
            {"properties":{"defaultContentKeyPolicyName":"open","commonEncryptionCenc":{"enabledProtocols":{"download":true,"dash":true,"hls":true,"smoothStreaming":false},
              "contentKeys":{"defaultKey":{"label":"all"}},"drm":{"playReady":{}}}}}
            """, "2022-08-01");
        await PublishAsync("counter", "counter", "a.ism", "a_1.mp4");

        var reply = await _owner.PostAsync("streamingLocators/counter/listPaths");

        Assert.That(reply.Json["downloadPaths"]!.AsArray(), Is.Empty, "there are no encrypted downloads");
        Assert.That(reply.Text, Does.Contain("(format=m3u8-cmaf,encryption=cenc)").And.Contain("(format=mpd-time-csf,encryption=cenc)").And.Not.Contain("aapl"));
    }

    [TestCase("Cenc", """{"drm":{"widevine":{}}}""", "(format=m3u8-cmaf,encryption=cenc) (format=mpd-time-csf,encryption=cenc) -")]
    [TestCase("Cenc", """{"clearKeyEncryptionConfiguration":{"customKeysAcquisitionUrlTemplate":"https://keys.example/"}}""", "(format=m3u8-cmaf,encryption=cenc) (format=mpd-time-csf,encryption=cenc) -")]
    [TestCase("Cenc", """{"drm":{"playReady":{}}}""", "(format=m3u8-cmaf,encryption=cenc) (format=mpd-time-csf,encryption=cenc) (encryption=cenc)")]
    [TestCase("Cenc", "{}", "- - -")]
    [TestCase("Cbcs", """{"drm":{"fairPlay":{"allowPersistentLicense":false}}}""", "(format=m3u8-aapl,encryption=cbcs-aapl) - -")]
    [TestCase("Cbcs", """{"clearKeyEncryptionConfiguration":{"customKeysAcquisitionUrlTemplate":"https://keys.example/"}}""", "(format=m3u8-cmaf,encryption=cbcs-aapl) (format=mpd-time-csf,encryption=cbcs-aapl) -")]
    [TestCase("Cbcs", """{"drm":{"widevine":{},"fairPlay":{"allowPersistentLicense":false}}}""", "(format=m3u8-aapl,encryption=cbcs-aapl) (format=mpd-time-csf,encryption=cbcs-aapl) -")]
    public async Task An_enabled_protocol_has_an_entry_and_a_path_where_it_can_announce_a_system_of_the_policy(string scheme, string systems, string expected)
    {
        var name = $"systems{TestContext.CurrentContext.Test.ID}";
        var json = JsonNode.Parse(systems)!;
        json["enabledProtocols"] = JsonNode.Parse("""{"download":false,"dash":true,"hls":true,"smoothStreaming":true}""");
        await _owner.PutAsync($"contentKeyPolicies/{name}", """
            {"properties":{"options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}
            """, "2022-08-01");
        await _owner.PutAsync($"streamingPolicies/{name}", $$$"""{"properties":{"defaultContentKeyPolicyName":"{{{name}}}","commonEncryption{{{scheme}}}":{{{json}}}}}""", "2022-08-01");
        await PublishAsync(name, name, "a.ism", "a_1.mp4");

        var reply = await _owner.PostAsync($"streamingLocators/{name}/listPaths");

        var paths = reply.Json["streamingPaths"]!.AsArray().Select(entry => ((string?)entry!["paths"]!.AsArray().SingleOrDefault())?.Split("manifest")[1] ?? "-");
        Assert.That(string.Join(' ', paths), Is.EqualTo(expected), reply.Text);
    }

    [Test]
    public async Task Before_there_is_a_server_manifest_the_entries_stay_and_are_empty()
    {
        await PublishAsync("early", "Predefined_ClearStreamingOnly");

        var reply = await _owner.PostAsync("streamingLocators/early/listPaths");

        Assert.That(reply.Json["streamingPaths"]!.AsArray().Select(entry => entry!["paths"]!.AsArray().Count), Is.EqualTo(new[] { 0, 0, 0 }));
    }

    [Test]
    public async Task The_default_endpoint_starts_and_stops_as_a_long_running_operation()
    {
        var before = await _owner.GetAsync("streamingEndpoints/default", "2022-11-01");
        var start = await _owner.PostAsync("streamingEndpoints/default/start", null, "2022-08-01");
        await WaitAsync(start);
        var after = await _owner.GetAsync(start.Headers["Location"]);
        await WaitAsync(await _owner.PostAsync("streamingEndpoints/default/stop", null, "2022-08-01"));
        var stopped = await _owner.GetAsync("streamingEndpoints/default", "2022-11-01");

        Assert.Multiple(() =>
        {
            Assert.That((string)before.Json["properties"]!["resourceState"]!, Is.EqualTo("Stopped"));
            Assert.That(start.Status, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(start.Text, Is.Empty);
            Assert.That(start.Headers["Retry-After"], Is.EqualTo("1"));
            Assert.That((string)after.Json["properties"]!["resourceState"]!, Is.EqualTo("Running"));
            Assert.That((string)after.Json["properties"]!["hostName"]!, Is.EqualTo("127.0.0.1:8080"));
            Assert.That((string)stopped.Json["properties"]!["resourceState"]!, Is.EqualTo("Stopped"));
        });
    }

    private async Task WaitAsync(ArmReply first)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var status = await _owner.GetAsync(first.Headers["Azure-AsyncOperation"]);
            if ((string)status.Json["status"]! != "InProgress")
            {
                Assert.That((string)status.Json["status"]!, Is.EqualTo("Succeeded"), status.Text);
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail("The operation does not end.");
    }

    private async Task PublishAsync(string name, string policy, params string[] files)
    {
        var asset = await _owner.PutAsync($"assets/{name}", "{}");
        var container = _app.Services.GetRequiredService<IBlobStore>().GetContainer("contosostorage", (string)asset.Json["properties"]!["container"]!);
        foreach (var file in files)
        {
            using var content = new MemoryStream("x"u8.ToArray());
            await container.UploadAsync(file, content, null, CancellationToken.None);
        }

        var reply = await _owner.PutAsync($"streamingLocators/{name}", $$"""{"properties":{"assetName":"{{name}}","streamingPolicyName":"{{policy}}"} }""");
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
    }
}
