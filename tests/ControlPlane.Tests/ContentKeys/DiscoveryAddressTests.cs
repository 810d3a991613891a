using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.ContentKeys;

/// <summary>The OpenID document of a token restriction is named by its https address; http is for tests on one machine and asked for by a setting.</summary>
[TestFixture]
public sealed class DiscoveryAddressTests
{
    [TestCase("https://login.contoso.com/.well-known/openid-configuration", false, 200)]
    [TestCase("http://login.contoso.com/.well-known/openid-configuration", false, 400)]
    [TestCase("http://127.0.0.1:5000/.well-known/openid-configuration", false, 400)]
    [TestCase("http://127.0.0.1:5000/.well-known/openid-configuration", true, 200)]
    [TestCase("file:///etc/passwd", true, 400)]
    [TestCase("login.contoso.com", false, 400)]
    public async Task An_open_id_document_is_at_an_https_address(string address, bool isPrivate, int status)
    {
        await using var app = await ControlPlaneApp.StartWithAccountAsync(("KeyDelivery:AllowPrivateDiscovery", isPrivate ? "true" : "false"));
        using var owner = app.Owner();

        var reply = await owner.PutAsync(
            "contentKeyPolicies/k",
            $$$"""{"properties":{"options":[{"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyTokenRestriction","issuer":"i","audience":"a","restrictionTokenType":"Jwt","openIdConnectDiscoveryDocument":"{{{address}}}"}}]}}""");

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.ToString());
        if (status == 400)
        {
            Assert.That(reply.ErrorMessage, Does.Contain("https"));
        }
    }
}
