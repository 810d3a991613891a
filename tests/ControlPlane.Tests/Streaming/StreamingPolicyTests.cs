using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Streaming;

/// <summary>Streaming policies of a caller's own (control-plane.md section 7).</summary>
[TestFixture]
public sealed class StreamingPolicyTests : TrapFixture
{
    private const string Clear = """{"properties":{"noEncryption":{"enabledProtocols":{"download":false,"dash":true,"hls":true,"smoothStreaming":true}}}}""";

    [Test]
    public async Task A_policy_that_is_only_named_like_a_predefined_one_can_be_deleted()
    {
        var created = await Put("streamingPolicies/Predefined_Mine", Clear);

        var deleted = await Delete("streamingPolicies/Predefined_Mine");
        var predefined = await Delete("streamingPolicies/predefined_downloadonly");

        Assert.Multiple(() =>
        {
            Assert.That(created.Status, Is.EqualTo(HttpStatusCode.Created), created.Text);
            Assert.That(deleted.Status, Is.EqualTo(HttpStatusCode.OK), deleted.Text);
            Assert.That(predefined.Status, Is.EqualTo(HttpStatusCode.BadRequest), predefined.Text);
        });
    }

    [Test]
    public async Task An_empty_name_of_a_key_policy_leaves_the_choice_to_the_locator()
    {
        await World.AssetAsync("a");
        await World.KeyPolicyAsync("k");
        await Put(
            "streamingPolicies/p",
            """{"properties":{"defaultContentKeyPolicyName":"","envelopeEncryption":{"contentKeys":{"defaultKey":{"label":"l","policyName":""}}}}}""");

        var reply = await Put("streamingLocators/l", """{"properties":{"assetName":"a","streamingPolicyName":"p","defaultContentKeyPolicyName":"k"}}""");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
    }

    [TestCase("PlayReady CustomAttributes", HttpStatusCode.Created)]
    [TestCase("<CONTENTID>7 &amp; 8</CONTENTID><A b='c'/>", HttpStatusCode.Created)]
    [TestCase("<CONTENTID>", HttpStatusCode.BadRequest)]
    [TestCase("7 & 8", HttpStatusCode.BadRequest)]
    [TestCase("</CUSTOMATTRIBUTES><LA_URL>https://elsewhere.example/</LA_URL><CUSTOMATTRIBUTES>", HttpStatusCode.BadRequest)]
    [TestCase("<!DOCTYPE a><a/>", HttpStatusCode.BadRequest)]
    [TestCase("<?xml version='1.0'?><a/>", HttpStatusCode.BadRequest)]
    public async Task Custom_attributes_that_would_break_the_PlayReady_header_are_refused(string attributes, HttpStatusCode expected)
    {
        var body = new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["commonEncryptionCenc"] = new JsonObject { ["drm"] = new JsonObject { ["playReady"] = new JsonObject { ["playReadyCustomAttributes"] = attributes } } },
            },
        };

        var reply = await Put($"streamingPolicies/attributes{TestContext.CurrentContext.Test.ID}", body.ToJsonString());

        Assert.That(reply.Status, Is.EqualTo(expected), reply.Text);
        Assert.That(reply.Text, Does.Contain("playReadyCustomAttributes"));
    }
}
