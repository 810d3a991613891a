using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.StreamingEndpoints;

/// <summary>Cross-site policy files are XML that players read (packaging.md section 8).</summary>
[TestFixture]
public sealed class PolicyFileTests : TrapFixture
{
    private const string ForFlash =
        "<?xml version=\"1.0\"?><!DOCTYPE cross-domain-policy SYSTEM \"http://www.adobe.com/xml/dtds/cross-domain-policy.dtd\"><cross-domain-policy><allow-access-from domain=\"*\"/></cross-domain-policy>";

    [TestCase("<access-policy/>", HttpStatusCode.Created)]
    [TestCase(ForFlash, HttpStatusCode.Created)]
    [TestCase("", HttpStatusCode.Created)]
    [TestCase("<access-policy>", HttpStatusCode.BadRequest)]
    [TestCase("<a/><b/>", HttpStatusCode.BadRequest)]
    [TestCase("allow all", HttpStatusCode.BadRequest)]
    [TestCase("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", HttpStatusCode.BadRequest)]
    public async Task A_policy_file(string xml, HttpStatusCode status)
    {
        foreach (var member in new[] { "clientAccessPolicy", "crossDomainPolicy" })
        {
            var body = new JsonObject
            {
                ["location"] = "westus",
                ["properties"] = new JsonObject { ["scaleUnits"] = 1, ["crossSiteAccessPolicies"] = new JsonObject { [member] = xml } },
            };
            var reply = await Put($"streamingEndpoints/{member}", body.ToJsonString(), "2022-11-01");

            Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
            Assert.That(reply.Json["error"]?["target"]?.GetValue<string>(), Is.EqualTo(status == HttpStatusCode.Created ? null : $"properties.crossSiteAccessPolicies.{member}"));
        }
    }
}
