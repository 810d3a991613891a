using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.Tests.ContentKeys;

/// <summary>What a Widevine template must be to make a licence request later.</summary>
internal sealed class WidevineRulesTests
{
    [TestCase("{}")]
    [TestCase(" { \"policy_overrides\" : null } ")]
    [TestCase("{\"content_key_specs\":null}")]
    [TestCase("{\"content_key_specs\":[]}")]
    [TestCase("{\"allowed_track_types\":\"SD_HD\",\"content_key_specs\":[{\"track_type\":\"SD\",\"security_level\":1,\"required_output_protection\":{\"hdcp\":\"HDCP_NONE\"}}],\"policy_overrides\":{\"can_play\":true}}")]
    public void A_template_is_an_object(string template) => Assert.That(MistakesOf(template), Is.Empty);

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{\"policy_name\":\"a\",\"policy_name\":\"b\"}")]
    [TestCase("{\"policy_overrides\":{\"can_play\":true,\"can_play\":false}}")]
    [TestCase("{\"policy_name\":\"\\ud800\"}")]
    [TestCase("{\"\\ud800\":1}")]
    [TestCase("{\"policy_overrides\":{\"a\":[\"\\udc00\"]}}")]
    [TestCase("{\"content_key_specs\":\"HD\"}")]
    [TestCase("{\"content_key_specs\":[\"HD\"]}")]
    [TestCase("{\"content_key_specs\":[null]}")]
    public void A_template_of_which_no_request_can_be_made_is_refused_when_it_is_written(string template) =>
        Assert.That(MistakesOf(template), Has.Count.EqualTo(1).And.All.StartsWith("options[0].configuration.widevineTemplate: "));

    private static IReadOnlyList<string> MistakesOf(string template) => ContentKeyPolicyRules.Mistakes(
        [new() { Configuration = new ContentKeyPolicyWidevineConfiguration { WidevineTemplate = template }, Restriction = new ContentKeyPolicyOpenRestriction() }]);
}
