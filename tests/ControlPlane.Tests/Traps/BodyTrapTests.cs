using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediaPlatform.ControlPlane.Tests.Contract;

namespace MediaPlatform.ControlPlane.Tests.Traps;

/// <summary>Traps of control-plane.md section 13 about what bodies and replies hold.</summary>
[TestFixture]
public sealed partial class BodyTrapTests : TrapFixture
{
    [Test]
    public async Task Trap_9_what_was_read_can_be_sent_back_and_what_is_read_only_cannot_be_changed()
    {
        var asset = await Put("assets/a", "{}");
        var endpoint = await Get("streamingEndpoints/default", "2022-11-01");

        var replies = new[] { await Patch("assets/a", asset.Text), await Put("assets/a", asset.Text), await Patch("streamingEndpoints/default", endpoint.Text, "2022-11-01") };
        var moved = await Patch("streamingEndpoints/default", """{"location":"East US","properties":{"scaleUnits":3}}""", "2022-11-01");

        Assert.Multiple(() =>
        {
            Assert.That(replies.Select(reply => reply.Status), Has.All.EqualTo(HttpStatusCode.OK));
            Assert.That(moved.ErrorCode, Is.EqualTo("InvalidPropertyValue"));
            Assert.That(moved.ErrorMessage, Is.EqualTo(
                "Property 'StreamingEndpoint.Location' is read-only and cannot be changed.; \nProperty 'StreamingEndpoint.Properties.ScaleUnits' is read-only and cannot be changed."));
        });
    }

    [Test]
    public async Task Trap_10_and_18_secrets_survive_a_patch_of_what_was_read_and_come_without_envelope()
    {
        await World.KeyPolicyAsync("k");
        var read = await Get("contentKeyPolicies/k");

        var patched = await Patch("contentKeyPolicies/k", read.Text);
        var secret = await Post("contentKeyPolicies/k/getPolicyPropertiesWithSecrets");

        Assert.Multiple(() =>
        {
            Assert.That(read.Text, Does.Contain("\"keyValue\":null"));
            Assert.That(patched.Status, Is.EqualTo(HttpStatusCode.OK), patched.Text);
            Assert.That(secret.Json["properties"], Is.Null);
            Assert.That((string)secret.Json["options"]![0]!["restriction"]!["primaryVerificationKey"]!["keyValue"]!, Is.EqualTo("AAAAAAAAAAAAAAAAAAAAAA=="));
        });
    }

    [Test]
    public async Task Trap_11_the_type_may_stand_anywhere_and_comes_back_on_every_polymorphic_object()
    {
        var reply = await Put(
            "transforms/t",
            """{"properties":{"outputs":[{"preset":{"codecs":[{"channels":2,"bitrate":128000,"samplingRate":48000,"@odata.type":"#Microsoft.Media.AacAudio"}],"formats":[{"filenamePattern":"{Basename}{Extension}","@odata.type":"#Microsoft.Media.Mp4Format"}],"@odata.type":"#Microsoft.Media.StandardEncoderPreset"}}]}}""",
            "2022-07-01");

        var preset = reply.Json["properties"]!["outputs"]![0]!["preset"]!;
        Assert.That(
            new[] { preset, preset["codecs"]![0]!, preset["formats"]![0]! }.Select(node => (string)node["@odata.type"]!),
            Is.EqualTo(new[] { "#Microsoft.Media.StandardEncoderPreset", "#Microsoft.Media.AacAudio", "#Microsoft.Media.Mp4Format" }));
    }

    [Test]
    public async Task Trap_12_an_empty_duration_stands_for_unset()
    {
        var reply = await Put(
            "transforms/t",
            """{"properties":{"outputs":[{"preset":{"@odata.type":"#Microsoft.Media.StandardEncoderPreset","codecs":[{"@odata.type":"#Microsoft.Media.H264Video","keyFrameInterval":"","layers":[{"bitrate":1000000}]}],"formats":[{"@odata.type":"#Microsoft.Media.Mp4Format","filenamePattern":"{Basename}{Extension}"}]}}]}}""",
            "2022-07-01");

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
            Assert.That(reply.Text, Does.Not.Contain("\"keyFrameInterval\":\"\""));
        });
    }

    [Test]
    public async Task Trap_13_lists_are_empty_rather_than_null()
    {
        await Put("assets/a", "{}");
        var locator = await Put("streamingLocators/l", """{"properties":{"assetName":"a","streamingPolicyName":"Predefined_ClearStreamingOnly"}}""");
        var jobs = await JobAsync("j");

        Assert.Multiple(() =>
        {
            Assert.That(locator.Json["properties"]!["contentKeys"]!.AsArray(), Is.Empty);
            Assert.That(locator.Json["properties"]!["filters"]!.AsArray(), Is.Empty);
            Assert.That(jobs.Json["properties"]!["input"]!["files"]!.AsArray(), Is.Empty);
            Assert.That(jobs.Json["properties"]!["input"]!["inputDefinitions"]!.AsArray(), Is.Empty);
        });
        Assert.That((await Get("contentKeyPolicies")).Json["value"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Trap_15_times_keep_seven_decimals_and_reach_the_year_9999()
    {
        await Put("assets/a", "{}");

        var locator = await Put("streamingLocators/l", """{"properties":{"assetName":"a","streamingPolicyName":"Predefined_ClearStreamingOnly","startTime":"2020-01-01T00:00:00.1234567Z"}}""");

        Assert.Multiple(() =>
        {
            Assert.That((string)locator.Json["properties"]!["startTime"]!, Is.EqualTo("2020-01-01T00:00:00.1234567Z"));
            Assert.That((string)locator.Json["properties"]!["endTime"]!, Is.EqualTo("9999-12-31T23:59:59.9999999Z"));
            Assert.That((string)locator.Json["properties"]!["created"]!, Does.Match(UtcTime()));
        });
    }

    [Test]
    public async Task Trap_16_a_container_sas_is_a_list_of_two()
    {
        await Put("assets/a", "{}");

        var reply = await Post("assets/a/listContainerSas", $$"""{"permissions":"ReadWrite","expiryTime":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""");

        Assert.That(reply.Json["assetContainerSasUrls"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Trap_17_defaults_come_back_filled_in()
    {
        var job = await JobAsync("j");
        var transform = await Get("transforms/t", "2022-07-01");

        var output = transform.Json["properties"]!["outputs"]![0]!;
        Assert.That(
            new[] { (string)job.Json["properties"]!["priority"]!, (string)output["onError"]!, (string)output["relativePriority"]! },
            Is.EqualTo(new[] { "Normal", "StopProcessingJob", "Normal" }));
    }

    [Test]
    public async Task Trap_19_filters_know_enumeration_prefixes_and_any_case_and_a_plus_is_a_space()
    {
        await JobAsync("j");
        var byState = await Get("transforms/t/jobs?$filter=" + Uri.EscapeDataString("Properties/State EQ Microsoft.Media.JobState'Queued'"), "2022-07-01");
        var byTime = await Get("transforms/t/jobs?$filter=" + Uri.EscapeDataString("properties/created gt 2020-01-01"), "2022-07-01");
        await Put("assets/a%20b", "{}");
        await Put("assets/a%20c", "{}");
        var paged = await Get("assets?$skiptoken=a+b");

        Assert.Multiple(() =>
        {
            Assert.That(byState.Json["value"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(byTime.Json["value"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That((string)paged.Json["value"]![0]!["name"]!, Is.EqualTo("a c"));
        });
    }

    [Test]
    public async Task Trap_24_names_are_decoded_once_and_given_back_unescaped()
    {
        var reply = await Put("assets/my%20first%20asset", "{}");

        Assert.Multiple(() =>
        {
            Assert.That((string)reply.Json["name"]!, Is.EqualTo("my first asset"));
            Assert.That((string)reply.Json["id"]!, Does.EndWith("/assets/my first asset"));
        });
        Assert.That((await Get("assets/my%2520first%2520asset")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task All_mistakes_of_a_body_are_reported_at_once()
    {
        var reply = await Put(
            "streamingLocators/l",
            """{"properties":{"assetName":"nowhere","streamingPolicyName":"nothing","filters":["unknown"]}}""");

        Assert.That(reply.Json["error"]!["details"]!.AsArray().Select(detail => (string)detail!["target"]!), Is.EquivalentTo(
            new[] { "properties.assetName", "properties.streamingPolicyName", "properties.filters[0]" }));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$")]
    private static partial Regex UtcTime();

    [Test]
    public async Task A_tag_patched_with_null_is_taken_away_and_its_neighbour_kept()
    {
        await Put("streamingEndpoints/tagged", """{"location":"West US","tags":{"a":"1","b":"2"},"properties":{"scaleUnits":0}}""", "2022-11-01");
        await Owner.PatchAsync(World.Path, """{"tags":{"a":"1","b":"2"}}""", "2021-06-01");

        var endpoint = await Patch("streamingEndpoints/tagged", """{"tags":{"a":null}}""", "2022-11-01");
        var account = await Owner.PatchAsync(World.Path, """{"tags":{"a":null}}""", "2021-06-01");

        Assert.That((int)endpoint.Status, Is.EqualTo(200), endpoint.Text);
        Assert.That((int)account.Status, Is.EqualTo(200), account.Text);
        Assert.That((await Get("streamingEndpoints/tagged", "2022-11-01")).Json["tags"]!.ToJsonString(), Is.EqualTo("""{"b":"2"}"""));
        Assert.That((await Owner.GetAsync(World.Path, "2021-06-01")).Json["tags"]!.ToJsonString(), Is.EqualTo("""{"b":"2"}"""));
    }
}
