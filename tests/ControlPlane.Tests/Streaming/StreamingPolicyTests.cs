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
}
