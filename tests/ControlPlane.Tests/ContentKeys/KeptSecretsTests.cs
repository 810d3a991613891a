using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.ContentKeys;

/// <summary>Secrets of a policy that a client has read, changed and sent back with PATCH (control-plane.md section 7).</summary>
[TestFixture]
public sealed class KeptSecretsTests : TrapFixture
{
    private const string First = "AAAAAAAAAAAAAAAAAAAAAQ==";
    private const string Second = "AAAAAAAAAAAAAAAAAAAAAg==";
    private const string Added = "AAAAAAAAAAAAAAAAAAAAAw==";

    [TestCase(0, new[] { Added, First, Second })]
    [TestCase(2, new[] { First, Second, Added })]
    public async Task A_key_that_is_added_leaves_the_others_their_secrets(int place, string[] expected)
    {
        var policy = await ReadAsync();
        Alternates(policy["properties"]!).Insert(place, Key(Added));

        var reply = await Patch("contentKeyPolicies/k", policy.ToJsonString());
        var secrets = (await Post("contentKeyPolicies/k/getPolicyPropertiesWithSecrets")).Json;

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
            Assert.That(Alternates(secrets).Select(key => (string)key!["keyValue"]!), Is.EqualTo(expected));
        });
    }

    [Test]
    public async Task A_key_that_is_replaced_leaves_the_other_its_secret()
    {
        var policy = await ReadAsync();
        Alternates(policy["properties"]!)[0] = Key(Added);

        await Patch("contentKeyPolicies/k", policy.ToJsonString());
        var secrets = (await Post("contentKeyPolicies/k/getPolicyPropertiesWithSecrets")).Json;

        Assert.That(Alternates(secrets).Select(key => (string)key!["keyValue"]!), Is.EqualTo(new[] { Added, Second }));
    }

    [Test]
    public async Task Which_of_two_keys_was_taken_out_is_not_guessed()
    {
        var policy = await ReadAsync();
        Alternates(policy["properties"]!).RemoveAt(0);

        var reply = await Patch("contentKeyPolicies/k", policy.ToJsonString());

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
    }

    private async Task<JsonNode> ReadAsync()
    {
        var restriction = new JsonObject
        {
            ["@odata.type"] = "#Microsoft.Media.ContentKeyPolicyTokenRestriction",
            ["issuer"] = "i",
            ["audience"] = "a",
            ["restrictionTokenType"] = "Jwt",
            ["primaryVerificationKey"] = Key(First),
            ["alternateVerificationKeys"] = new JsonArray(Key(First), Key(Second)),
        };
        var option = new JsonObject
        {
            ["configuration"] = new JsonObject { ["@odata.type"] = "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration" },
            ["restriction"] = restriction,
        };
        await Put("contentKeyPolicies/k", new JsonObject { ["properties"] = new JsonObject { ["options"] = new JsonArray(option) } }.ToJsonString());
        return (await Get("contentKeyPolicies/k")).Json;
    }

    private static JsonArray Alternates(JsonNode properties) => properties["options"]![0]!["restriction"]!["alternateVerificationKeys"]!.AsArray();

    private static JsonObject Key(string value) => new() { ["@odata.type"] = "#Microsoft.Media.ContentKeyPolicySymmetricTokenKey", ["keyValue"] = value };
}
