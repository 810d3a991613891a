using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.KeyDelivery.Widevine;
using MediaPlatform.TestKit;

namespace MediaPlatform.KeyDelivery.Tests.Widevine;

/// <summary>Requests and signatures against the published test provider.</summary>
internal sealed class WidevineVectorTests
{
    private static readonly byte[] s_challenge = [0x08, 0x01, 0x12, 0x02, 0x0A, 0x00];
    private static readonly Guid s_keyId = new("8ba94ade-6eb9-449d-b44f-a5beefaf43b0");

    [Test]
    public void A_request_is_signed_as_the_vector_says()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(SharedFiles.Spec("vectors/widevine.json")));
        var (root, signature) = (vectors.RootElement, vectors.RootElement.GetProperty("signature"));
        var provider = root.GetProperty("provider").GetString()!;
        var signer = new WidevineSigner(provider, Hex(root, "signingKeyHex"), Hex(root, "signingIvHex"));
        var message = JsonNode.Parse(signer.Wrap(Encoding.UTF8.GetBytes(signature.GetProperty("requestUtf8").GetString()!)))!;
        Assert.That((string?)message["request"], Is.EqualTo(signature.GetProperty("requestBase64").GetString()));
        Assert.That((string?)message["signature"], Is.EqualTo(signature.GetProperty("signatureBase64").GetString()));
        Assert.That((string?)message["signer"], Is.EqualTo(signature.GetProperty("signer").GetString()));
    }

    [Test]
    public void The_default_template_asks_for_the_key_of_the_content()
    {
        var request = Build("{}");
        Assert.That((string?)request["payload"], Is.EqualTo(Convert.ToBase64String(s_challenge)));
        Assert.That((string?)request["provider"], Is.EqualTo("ours"));
        Assert.That((string?)request["content_id"], Is.EqualTo("i6lK3m65RJ20T6W+769DsA=="));
        Assert.That(request["content_key_specs"]!.ToJsonString(), Is.EqualTo(
            new JsonArray(new JsonObject { ["track_type"] = "HD", ["key_id"] = "i6lK3m65RJ20T6W+769DsA==", ["key"] = "AAECAwQFBgcICQoLDA0ODw==" }).ToJsonString()));
    }

    [Test]
    public void Members_of_the_template_are_passed_on_but_for_those_that_are_ours()
    {
        var request = Build("""
            {
              "payload": "x", "provider": "theirs", "content_id": "Y29udGVudA==", "policy_name": "p", "allowed_track_types": "SD_ONLY",
              "use_policy_overrides_exclusively": true, "parse_only": true,
              "policy_overrides": { "can_play": true, "can_persist": true, "license_duration_seconds": 60 },
              "session_init": { "override_provider_client_token": true },
              "unheard_of": 1
            }
            """);
        Assert.That((string?)request["payload"], Is.EqualTo(Convert.ToBase64String(s_challenge)));
        Assert.That((string?)request["provider"], Is.EqualTo("ours"));
        Assert.That((string?)request["content_id"], Is.EqualTo("Y29udGVudA=="));
        Assert.That((string?)request["policy_name"], Is.EqualTo("p"));
        Assert.That((bool)request["use_policy_overrides_exclusively"]!, Is.True);
        Assert.That((bool)request["parse_only"]!, Is.True);
        Assert.That((int)request["policy_overrides"]!["license_duration_seconds"]!, Is.EqualTo(60));
        Assert.That((bool)request["session_init"]!["override_provider_client_token"]!, Is.True);
        Assert.That((string?)request["content_key_specs"]![0]!["track_type"], Is.EqualTo("SD"));
        Assert.That(request["allowed_track_types"], Is.Null);
        Assert.That(request["unheard_of"], Is.Null);
    }

    [Test]
    public void Key_specs_keep_levels_and_outputs_and_get_the_key_that_they_lack()
    {
        var specs = Build("""
            { "content_key_specs": [
                { "track_type": "SD", "security_level": 1, "required_output_protection": { "hdcp": "HDCP_V2" } },
                { "track_type": "AUDIO", "required_output_protection": { "hdc": "HDCP_NONE" }, "key": "AA==", "key_id": "BB==" } ] }
            """)["content_key_specs"]!.AsArray();
        Assert.That((int)specs[0]!["security_level"]!, Is.EqualTo(1));
        Assert.That((string?)specs[0]!["required_output_protection"]!["hdcp"], Is.EqualTo("HDCP_V2"));
        Assert.That((string?)specs[0]!["key"], Is.EqualTo("AAECAwQFBgcICQoLDA0ODw=="));
        Assert.That((string?)specs[1]!["required_output_protection"]!["hdc"], Is.EqualTo("HDCP_NONE"));
        Assert.That((string?)specs[1]!["key_id"], Is.EqualTo("BB=="));
    }

    [TestCase("0804", true)]
    [TestCase("080112020a00", true)]
    [TestCase("", false)]
    [TestCase("08", false)]
    [TestCase("1202", false)]
    [TestCase("080112ffffffffffffffffff01", false)]
    [TestCase("0801120a00", false)]
    [TestCase("0801ff", false)]
    public void Challenges_are_told_from_other_bytes(string hex, bool expected) =>
        Assert.That(WidevineChallenge.IsWellFormed(Convert.FromHexString(hex)), Is.EqualTo(expected));

    private static JsonObject Build(string template) => JsonNode.Parse(WidevineRequest.ForLicence(
        template, s_challenge, "ours", s_keyId, Convert.FromHexString("000102030405060708090a0b0c0d0e0f")))!.AsObject();

    private static byte[] Hex(JsonElement parent, string name) => Convert.FromHexString(parent.GetProperty(name).GetString()!);
}
