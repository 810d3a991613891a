using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Secrets;
using MediaPlatform.TestKit;

namespace MediaPlatform.Data.Tests.ContentKeys;

public sealed class ContentKeyPolicyTests
{
    private const string Examples = "openapi/examples/metadata";

    private static IEnumerable<string> ExampleNames() =>
        Directory.GetFiles(SharedFiles.Spec(Examples), "content-key-policies-create-*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static JsonElement ExampleOptions(string name) =>
        JsonDocument.Parse(File.ReadAllText(SharedFiles.Spec($"{Examples}/{name}"))).RootElement
            .GetProperty("parameters").GetProperty("parameters").GetProperty("properties").GetProperty("options");

    [TestCaseSource(nameof(ExampleNames))]
    public void Published_examples_are_sound_and_written_as_they_were_read(string name)
    {
        var json = ExampleOptions(name);
        var options = json.Deserialize<List<ContentKeyPolicyOption>>(ContractJson.Options)!;
        Assert.That(ContentKeyPolicyRules.Mistakes(options), Is.Empty);
        for (var index = 0; index < options.Count; index++)
        {
            var written = JsonSerializer.SerializeToElement(options[index], ContractJson.Options);
            foreach (var member in json[index].EnumerateObject())
            {
                Assert.That(JsonElement.DeepEquals(written.GetProperty(member.Name), member.Value), Is.True, written.ToString());
            }
        }
    }

    [Test]
    public void Stored_options_are_encrypted_and_come_back_with_ids()
    {
        var policy = new ContentKeyPolicy();
        Assert.That(policy.ReadOptions(new ReversingProtector()), Is.Empty);
        policy.WriteOptions([SymmetricOption()], new ReversingProtector());
        Assert.That(policy.ProtectedOptions, Does.Not.Contain("keyValue"));

        var read = policy.ReadOptions(new ReversingProtector())[0];
        Assert.That(read.PolicyOptionId, Is.Not.EqualTo(Guid.Empty));
        var key = (ContentKeyPolicySymmetricTokenKey)((ContentKeyPolicyTokenRestriction)read.Restriction!).PrimaryVerificationKey!;
        Assert.That(key.KeyValue, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Secrets_are_left_out_for_ordinary_readers()
    {
        var token = JsonSerializer.Serialize(SymmetricOption().WithoutSecrets(), ContractJson.Options);
        Assert.That(token, Does.Contain("\"keyValue\":\"\"").And.Not.Contain("AQID"));

        var fairPlay = new ContentKeyPolicyOption
        {
            Configuration = new ContentKeyPolicyFairPlayConfiguration { Ask = new byte[16], FairPlayPfx = "UEZY", FairPlayPfxPassword = "hush" },
            Restriction = new ContentKeyPolicyOpenRestriction(),
        };
        var json = JsonSerializer.Serialize(fairPlay.WithoutSecrets(), ContractJson.Options);
        Assert.That(json, Does.Not.Contain("hush").And.Not.Contain("UEZY").And.Not.Contain("AAAA"));
    }

    [Test]
    public void A_FairPlay_option_must_hold_a_key_of_16_bytes_and_a_file_that_opens()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=FairPlay", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        var configuration = new ContentKeyPolicyFairPlayConfiguration
        {
            Ask = new byte[16],
            FairPlayPfx = Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12, "right")),
            FairPlayPfxPassword = "right",
            RentalAndLeaseKeyType = ContentKeyPolicyFairPlayRentalAndLeaseKeyType.Undefined,
            RentalDuration = 0,
        };
        Assert.That(MistakesOf(configuration), Is.Empty);
        Assert.That(MistakesOf(configuration with { Ask = new byte[15] }), Is.EqualTo(new[] { "options[0].configuration.ask: must be 16 bytes, base64." }));
        Assert.That(MistakesOf(configuration with { FairPlayPfxPassword = "wrong" }), Has.Exactly(1).Contains("fairPlayPfxPassword"));
        Assert.That(MistakesOf(configuration with { FairPlayPfx = "not base64" }), Has.Exactly(1).Contains("not base64"));
    }

    [Test]
    public void Every_mistake_is_named_at_once()
    {
        var option = new ContentKeyPolicyOption
        {
            Configuration = new ContentKeyPolicyPlayReadyConfiguration { Licenses = [new ContentKeyPolicyPlayReadyLicense { PlayRight = new ContentKeyPolicyPlayReadyPlayRight { AnalogVideoOpl = 7 } }] },
            Restriction = new ContentKeyPolicyTokenRestriction { Issuer = "relative", RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Swt },
        };
        var mistakes = ContentKeyPolicyRules.Mistakes([option]);
        Assert.That(mistakes, Has.Some.Contains("licenses[0].licenseType").And.Some.Contains("analogVideoOpl").And.Some.Contains("restriction.audience")
            .And.Some.Contains("absolute URI").And.Some.Contains("primaryVerificationKey"));
    }

    private static IReadOnlyList<string> MistakesOf(ContentKeyPolicyConfiguration configuration) =>
        ContentKeyPolicyRules.Mistakes([new ContentKeyPolicyOption { Configuration = configuration, Restriction = new ContentKeyPolicyOpenRestriction() }]);

    private static ContentKeyPolicyOption SymmetricOption() => new()
    {
        Configuration = new ContentKeyPolicyClearKeyConfiguration(),
        Restriction = new ContentKeyPolicyTokenRestriction
        {
            Issuer = "urn:issuer",
            Audience = "urn:audience",
            RestrictionTokenType = ContentKeyPolicyRestrictionTokenType.Jwt,
            PrimaryVerificationKey = new ContentKeyPolicySymmetricTokenKey { KeyValue = [1, 2, 3] },
        },
    };

    /// <summary>Hides a text well enough to see that it went through.</summary>
    private sealed class ReversingProtector : ISecretProtector
    {
        public string Protect(ReadOnlySpan<byte> secret)
        {
            var bytes = secret.ToArray();
            Array.Reverse(bytes);
            return Convert.ToBase64String(bytes);
        }

        public string ProtectText(string secret) => Protect(Encoding.UTF8.GetBytes(secret));

        public byte[] Unprotect(string stored)
        {
            var bytes = Convert.FromBase64String(stored);
            Array.Reverse(bytes);
            return bytes;
        }

        public string UnprotectText(string stored) => Encoding.UTF8.GetString(Unprotect(stored));
    }
}
