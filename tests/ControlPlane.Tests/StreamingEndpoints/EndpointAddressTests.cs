using System.Net;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.StreamingEndpoints;

/// <summary>Who may ask a streaming endpoint, and what is asked about its operations (control-plane.md section 9).</summary>
[TestFixture]
public sealed class EndpointAddressTests : TrapFixture
{
    [TestCase("203.0.113.0", HttpStatusCode.Created)]
    [TestCase("2001:db8::1", HttpStatusCode.Created)]
    [TestCase("1.2.3", HttpStatusCode.BadRequest)]
    [TestCase("010.0.0.1", HttpStatusCode.BadRequest)]
    [TestCase("16909060", HttpStatusCode.BadRequest)]
    [TestCase("", HttpStatusCode.BadRequest)]
    [TestCase("fe80::1%3", HttpStatusCode.BadRequest)]
    public async Task An_address_that_is_let_in(string address, HttpStatusCode status)
    {
        var name = "e" + (uint)address.GetHashCode(StringComparison.Ordinal);
        const string body = """{"location":"westus","properties":{"scaleUnits":1,"accessControl":{"ip":{"allow":[{"name":"us","address":"ADDRESS","subnetPrefixLength":24}]}}}}""";
        var reply = await Put($"streamingEndpoints/{name}", body.Replace("ADDRESS", address, StringComparison.Ordinal), "2022-11-01");

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
        await Owner.DeleteAsync($"{World.Path}/streamingEndpoints/{name}", "2022-11-01");
    }

    [TestCase("""{"identifier":"a","base64Key":"MTIz"},{"identifier":"b","base64Key":"MTIz"}""", HttpStatusCode.Created)]
    [TestCase("""{"identifier":"a","base64Key":"MTIz"},{"identifier":"a","base64Key":"NDU2"}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"identifier":"","base64Key":"MTIz"}""", HttpStatusCode.BadRequest)]
    public async Task Keys_of_an_edge_have_names_of_their_own(string keys, HttpStatusCode status)
    {
        var name = "k" + (uint)keys.GetHashCode(StringComparison.Ordinal);
        const string body = """{"location":"westus","properties":{"scaleUnits":1,"accessControl":{"akamai":{"akamaiSignatureHeaderAuthenticationKeyList":[KEYS]}}}}""";
        var reply = await Put($"streamingEndpoints/{name}", body.Replace("KEYS", keys, StringComparison.Ordinal), "2022-11-01");

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
        await Owner.DeleteAsync($"{World.Path}/streamingEndpoints/{name}", "2022-11-01");
    }

    [TestCase("streamingEndpointOperations/abc")]
    [TestCase("streamingEndpoints/default/operationLocations/abc")]
    public async Task What_is_no_operation_is_not_found(string path) =>
        Assert.That((await Owner.GetAsync($"{World.Path}/{path}", "2022-11-01")).Status, Is.EqualTo(HttpStatusCode.NotFound));
}
