using System.Net;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Tests.Traps;

namespace MediaPlatform.ControlPlane.Tests.Accounts;

/// <summary>Settings of an account: any letter case on input, the contract's spelling and lists in replies (control-plane.md sections 3 and 7).</summary>
[TestFixture]
public sealed class AccountSettingsTests : TrapFixture
{
    [Test]
    public async Task Words_in_another_letter_case_come_back_in_the_spelling_of_the_contract()
    {
        var reply = await Owner.PatchAsync(
            World.Path, """{"identity":{"type":"systemassigned, userassigned","userAssignedIdentities":null},"properties":{"encryption":{"type":"systemkey"},"publicNetworkAccess":"enabled"}}""");

        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Accepted), reply.Text);
            Assert.That(reply.Json["identity"]!.ToJsonString(), Is.EqualTo("""{"type":"SystemAssigned,UserAssigned"}"""));
            Assert.That(reply.Json["properties"]!["encryption"]!.ToJsonString(), Is.EqualTo("""{"type":"SystemKey"}"""));
        });
    }

    [TestCase("""{"defaultAction":"deny"}""", """{"defaultAction":"Deny","ipAllowList":[]}""", TestName = "A_denial_in_small_letters_is_one_that_key_delivery_obeys")]
    [TestCase("""{"defaultAction":"Deny","ipAllowList":["203.0.113.7","10.0.0.0/8"]}""", """{"defaultAction":"Deny","ipAllowList":["203.0.113.7","10.0.0.0/8"]}""", TestName = "Addresses_and_ranges_may_be_allowed")]
    [TestCase("""{"defaultAction":null,"ipAllowList":null}""", """{"defaultAction":"Allow","ipAllowList":[]}""", TestName = "Nulls_of_an_access_control_are_its_defaults")]
    public async Task Access_to_key_delivery(string sent, string expected)
    {
        var reply = await Patch(sent);

        Assert.That(reply.Json["properties"]?["keyDelivery"]?["accessControl"]?.ToJsonString(), Is.EqualTo(expected), reply.Text);
    }

    [TestCase("""{"defaultAction":"Deny","ipAllowList":["nonsense"]}""", "properties.keyDelivery.accessControl.ipAllowList[0]")]
    [TestCase("""{"defaultAction":"Allow","ipAllowList":["203.0.113.7"]}""", "properties.keyDelivery.accessControl.ipAllowList")]
    public async Task A_list_that_would_do_nothing_is_refused(string sent, string target)
    {
        var reply = await Patch(sent);

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo(target), reply.Text);
    }

    [Test]
    public async Task An_encryption_without_type_is_refused()
    {
        var reply = await Owner.PutAsync(World.Path, $$"""{"location":"westus","properties":{"storageAccounts":{{await StorageAsync()}},"encryption":{} } }""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo("properties.encryption.type"), reply.Text);
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("here/there")]
    [TestCase("..")]
    public async Task A_location_that_cannot_be_polled_at_is_refused(string location)
    {
        var reply = await Owner.PutAsync(
            World.Path + "x", $$"""{"location":"{{location}}","properties":{"storageAccounts":{{await StorageAsync()}} } }""");

        Assert.That((string?)reply.Json["error"]?["target"], Is.EqualTo("location"), reply.Text);
    }

    private Task<Support.ArmReply> Patch(string access) =>
        Owner.PatchAsync(World.Path, new JsonObject { ["properties"] = new JsonObject { ["keyDelivery"] = new JsonObject { ["accessControl"] = JsonNode.Parse(access) } } }.ToJsonString());

    private async Task<string> StorageAsync() => (await Owner.GetAsync(World.Path)).Json["properties"]!["storageAccounts"]!.ToJsonString();
}
