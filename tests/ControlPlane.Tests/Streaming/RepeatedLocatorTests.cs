using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Streaming;

/// <summary>PUT of a locator that exists: 201 when the body is equivalent, else 409 (control-plane.md section 3).</summary>
[TestFixture]
public sealed class RepeatedLocatorTests : TrapFixture
{
    private const string KeyId = "16bde437-3b25-4ad1-81a2-18072d3094eb";

    [TestCase("AAAAAAAAAAAAAAAAAAAAAA==", "clearKeyDefault", HttpStatusCode.Created)]
    [TestCase(null, null, HttpStatusCode.Created, TestName = "A_key_as_it_was_read_is_the_same_one")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAQ==", "clearKeyDefault", HttpStatusCode.Conflict, TestName = "Another_value_of_a_key_is_not_passed_over")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA==", "other", HttpStatusCode.Conflict, TestName = "Another_label_of_a_key_is_not_passed_over")]
    public async Task A_key_of_the_caller(string? value, string? label, HttpStatusCode status)
    {
        await World.AssetAsync("a");
        await World.KeyPolicyAsync("k");
        await Put("streamingLocators/l", Body("AAAAAAAAAAAAAAAAAAAAAA==", "clearKeyDefault"));

        var reply = await Put("streamingLocators/l", Body(value, label));

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
    }

    [Test]
    public async Task What_a_client_read_in_milliseconds_is_the_same_locator()
    {
        await World.AssetAsync("a");
        await Put("streamingLocators/l", """{"properties":{"assetName":"a","streamingPolicyName":"Predefined_DownloadOnly","startTime":"2026-01-01T00:00:00.1234567Z"}}""");

        var cut = await Put(
            "streamingLocators/l",
            """{"properties":{"assetName":"a","streamingPolicyName":"Predefined_DownloadOnly","startTime":"2026-01-01T00:00:00.123Z","endTime":"9999-12-31T23:59:59.999Z"}}""");
        var other = await Put("streamingLocators/l", """{"properties":{"assetName":"a","streamingPolicyName":"Predefined_DownloadOnly","startTime":"2026-01-01T00:00:00.125Z"}}""");

        Assert.Multiple(() =>
        {
            Assert.That(cut.Status, Is.EqualTo(HttpStatusCode.Created), cut.Text);
            Assert.That(other.ErrorCode, Is.EqualTo("Conflict"), other.Text);
        });
    }

    private static string Body(string? value, string? label)
    {
        var key = new JsonObject { ["id"] = KeyId, ["labelReferenceInStreamingPolicy"] = label, ["value"] = value };
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["assetName"] = "a",
                ["streamingPolicyName"] = "Predefined_ClearKey",
                ["defaultContentKeyPolicyName"] = "k",
                ["contentKeys"] = new JsonArray(key),
            },
        }.ToJsonString();
    }
}
