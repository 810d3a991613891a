using System.Net;
using MediaPlatform.ControlPlane.Tests.Support;

namespace MediaPlatform.ControlPlane.Tests.ContentKeys;

/// <summary>Administrators ask why a key is granted or not, and make tokens to try.</summary>
[TestFixture]
public sealed class KeySimulationTests
{
    private const string Secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string KeyId = "0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11";
    private ControlPlaneApp _app = null!;
    private ArmClient _owner = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _app = await ControlPlaneApp.StartWithAccountAsync();
        _owner = _app.Owner();
        Require(await _owner.PutAsync("contentKeyPolicies/policy", Policy));
        Require(await _owner.PutAsync("assets/movie", "{}"));
        Require(await _owner.PutAsync(
            "streamingLocators/locator",
            $$$"""{"properties":{"assetName":"movie","streamingPolicyName":"Predefined_ClearKey","defaultContentKeyPolicyName":"policy","contentKeys":[{"id":"{{{KeyId}}}","labelReferenceInStreamingPolicy":"clearKeyDefault","value":"AAECAwQFBgcICQoLDA0ODw=="}]}}"""));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task A_test_token_of_an_option_is_granted_by_that_option(int option)
    {
        var stored = (await _owner.GetAsync("contentKeyPolicies/policy")).Json["properties"]!["options"]![option]!;
        var token = await _owner.PostAsync("contentKeyPolicies/policy/createTestToken", $$$"""{"policyOptionId":"{{{stored["policyOptionId"]}}}","contentKeyId":"{{{KeyId}}}","maxUses":1}""");
        Assert.That(token.Status, Is.EqualTo(HttpStatusCode.OK), token.ToString());
        for (var time = 0; time < 3; time++)
        {
            var reply = await SimulateAsync($$$"""{"contentKeyId":"{{{KeyId}}}","keyType":"Aes","token":"{{{token.Json["token"]}}}","clientAddress":"203.0.113.5"}""");
            var locator = reply.Json["locators"]!.AsArray().Single()!;
            Assert.Multiple(() =>
            {
                Assert.That((string?)reply.Json["outcome"], Is.EqualTo("Granted"), reply.ToString());
                Assert.That((string?)locator["streamingLocatorName"], Is.EqualTo("locator"));
                Assert.That((string?)locator["contentKeyPolicyName"], Is.EqualTo("policy"));
                Assert.That(locator["options"]!.AsArray().Select(one => (bool)one!["matches"]!), Is.EqualTo(Enumerable.Repeat(false, option).Append(true)));
                Assert.That((string?)locator["granted"]!["@odata.type"], Is.EqualTo("#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"));
            });
        }
    }

    [TestCase("""{"contentKeyId":"KEY","keyType":"Aes"}""", "no token")]
    [TestCase("""{"contentKeyId":"KEY","keyType":"ClearKey","token":"a.b.c"}""", "signature or form")]
    [TestCase("""{"contentKeyId":"KEY","keyType":"Widevine"}""", "no option for this kind of key")]
    [TestCase("""{"contentKeyId":"11111111-1111-1111-1111-111111111111","keyType":"Aes"}""", "unknown key")]
    public async Task The_reason_of_a_refusal_is_told(string body, string reason)
    {
        var reply = await SimulateAsync(body.Replace("KEY", KeyId, StringComparison.Ordinal));
        Assert.That(((string?)reply.Json["outcome"], (string?)reply.Json["reason"]), Is.EqualTo(("Refused", reason)), reply.ToString());
        Assert.That(reply.Text, Does.Not.Contain(Secret).And.Not.Contain("AAECAwQFBgcICQoLDA0ODw=="));
    }

    [TestCase("{}")]
    [TestCase("""{"contentKeyId":"x","keyType":"Aes"}""")]
    [TestCase("""{"contentKeyId":"0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11","keyType":"Other"}""")]
    [TestCase("""{"contentKeyId":"0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11","keyType":"Aes","clientAddress":"nowhere"}""")]
    public async Task Bad_questions_are_told_apart_from_refusals(string body) =>
        Assert.That((await _owner.PostAsync("simulateKeyDelivery", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));

    [TestCase("{}", "contentKeyId")]
    [TestCase("""{"contentKeyId":"0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11","minutes":100000}""", "minutes")]
    [TestCase("""{"contentKeyId":"0f9a3a2e-6f0b-4d2c-9f6e-3c1a5b7d9e11","minutes":120,"maxUses":1}""", "maxUses")]
    [TestCase("""{"policyOptionId":"11111111-1111-1111-1111-111111111111"}""", "policyOptionId")]
    public async Task Test_tokens_that_could_not_pass_are_not_made(string body, string member)
    {
        var reply = await _owner.PostAsync("contentKeyPolicies/policy/createTestToken", body);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Text, Does.Contain(member));
    }

    [Test]
    public async Task Only_administrators_may_ask()
    {
        foreach (var role in new[] { "Reader", "Media operator" })
        {
            using var client = await _app.WithRoleAsync(role);
            Assert.That((await client.PostAsync("simulateKeyDelivery", "{}")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await client.PostAsync("contentKeyPolicies/policy/createTestToken", "{}")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        }
    }

    private async Task<ArmReply> SimulateAsync(string body)
    {
        var reply = await _owner.PostAsync("simulateKeyDelivery", body);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.ToString());
        return reply;
    }

    private static void Require(ArmReply reply) => Assert.That((int)reply.Status, Is.InRange(200, 201), reply.ToString());

    private static string Policy => $$$"""
        {"properties":{"options":[{{{Option("Jwt")}}},{{{Option("Swt")}}}]}}
        """;

    private static string Option(string type) => $$$"""
        {"name":"{{{type}}}","configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
         "restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyTokenRestriction","issuer":"https://sts.contoso.com","audience":"urn:contoso",
          "restrictionTokenType":"{{{type}}}","primaryVerificationKey":{"@odata.type":"#Microsoft.Media.ContentKeyPolicySymmetricTokenKey","keyValue":"{{{Secret}}}"},
          "requiredClaims":[{"claimType":"urn:microsoft:azure:mediaservices:contentkeyidentifier"},{"claimType":"group","claimValue":"a b&c"}]}}
        """;
}
