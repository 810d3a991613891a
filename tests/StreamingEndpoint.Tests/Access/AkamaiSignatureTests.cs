using System.Text.Json;
using MediaPlatform.StreamingEndpoint.Access;
using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Access;

/// <summary>The published scheme, by the shared vectors.</summary>
public sealed class AkamaiSignatureTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(SharedFiles.Spec("vectors/g2o.json"))).RootElement;

    private static readonly int[] Versions = [3, 4, 5];

    [TestCaseSource(nameof(Versions))]
    public void A_signed_request_passes(int version) => Assert.That(IsValid(version), Is.True);

    [TestCaseSource(nameof(Versions))]
    public void A_signed_request_is_refused_after_half_a_minute(int version) => Assert.That(IsValid(version, seconds: 21), Is.False);

    [TestCaseSource(nameof(Versions))]
    public void A_signature_of_another_path_is_refused(int version) => Assert.That(IsValid(version, suffix: "?a"), Is.False);

    [TestCaseSource(nameof(Versions))]
    public void A_key_that_expired_or_is_not_listed_is_refused(int version)
    {
        Assert.That(IsValid(version, expires: -1), Is.False);
        Assert.That(IsValid(version, identifier: "other"), Is.False);
    }

    [Test]
    public void Weaker_versions_can_be_closed_out() =>
        Assert.That(Versions.Select(version => IsValid(version, minVersion: 5)), Is.EqualTo([false, false, true]));

    [TestCase("")]
    [TestCase("5")]
    [TestCase("5, a, b, c, d, e")]
    [TestCase("99, 192.0.2.10, 198.51.100.7, 1700000000, 17.1, edgekey-1")]
    public void A_data_string_of_another_form_is_refused(string data) =>
        Assert.That(AkamaiSignature.IsValid(data, "AAAA", "/", Keys("edgekey-1", 1), Now(0), 3), Is.False);

    private static bool IsValid(int version, int seconds = 0, string suffix = "", int expires = 1, string? identifier = null, int minVersion = 3)
    {
        var vector = Vectors.GetProperty("cases").EnumerateArray().Single(entry => entry.GetProperty("version").GetInt32() == version);
        return AkamaiSignature.IsValid(
            vector.GetProperty(AkamaiSignature.DataHeader).GetString(),
            vector.GetProperty(AkamaiSignature.SignHeader).GetString(),
            Vectors.GetProperty("path").GetString() + suffix,
            Keys(identifier ?? Vectors.GetProperty("identifier").GetString()!, expires),
            Now(seconds),
            minVersion);
    }

    private static Dictionary<string, AkamaiKey> Keys(string identifier, int expiresInHours) => new()
    {
        [identifier] = new AkamaiKey(Convert.FromBase64String(Vectors.GetProperty("base64Key").GetString()!), Now(0).AddHours(expiresInHours)),
    };

    private static DateTimeOffset Now(int seconds) => DateTimeOffset.FromUnixTimeSeconds(Vectors.GetProperty("serverTime").GetInt64() + seconds);
}
