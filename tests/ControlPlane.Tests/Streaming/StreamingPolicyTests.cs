using System.Net;
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
}
