using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.Tests.ContentKeys;

/// <summary>What an SL3000 PlayReady option may share a policy with (control-plane.md section 7).</summary>
public sealed class HardwareRulesTests
{
    private static readonly ContentKeyPolicyConfiguration s_hardware = PlayReady(ContentKeyPolicyPlayReadySecurityLevel.SL3000);

    private static IEnumerable<TestCaseData> Neighbours()
    {
        yield return new(s_hardware, true) { TestName = "Another_SL3000_option_may_stand_beside_one" };
        yield return new(Widevine("""{"content_key_specs":[{"track_type":"HD","security_level":5}]}"""), true) { TestName = "Widevine_in_hardware_may_stand_beside_SL3000" };
        yield return new(Widevine("""{"content_key_specs":[{"security_level":5},{"security_level":1}]}"""), false) { TestName = "Widevine_with_a_level_of_software_may_not_stand_beside_SL3000" };
        yield return new(Widevine("{}"), false) { TestName = "Widevine_without_a_level_may_not_stand_beside_SL3000" };
        yield return new(PlayReady(ContentKeyPolicyPlayReadySecurityLevel.SL2000), false) { TestName = "SL2000_may_not_stand_beside_SL3000" };
        yield return new(PlayReady(null), false) { TestName = "PlayReady_without_a_level_may_not_stand_beside_SL3000" };
        yield return new(new ContentKeyPolicyClearKeyConfiguration(), false) { TestName = "A_clear_key_may_not_stand_beside_SL3000" };
    }

    [TestCaseSource(nameof(Neighbours))]
    public void An_option_beside_SL3000(ContentKeyPolicyConfiguration neighbour, bool isAllowed)
    {
        var mistakes = ContentKeyPolicyRules.Mistakes([Option(s_hardware), Option(neighbour)]);

        Assert.That(mistakes, isAllowed
            ? Is.Empty
            : Is.EqualTo(new[] { "options[1].configuration: An SL3000 PlayReady option may only share a policy with SL3000 and Widevine L1 options." }));
    }

    [Test]
    public void Options_for_software_may_stand_together() =>
        Assert.That(
            ContentKeyPolicyRules.Mistakes([Option(PlayReady(ContentKeyPolicyPlayReadySecurityLevel.SL2000)), Option(Widevine("{}")), Option(new ContentKeyPolicyClearKeyConfiguration())]),
            Is.Empty);

    private static ContentKeyPolicyOption Option(ContentKeyPolicyConfiguration configuration) =>
        new() { Configuration = configuration, Restriction = new ContentKeyPolicyOpenRestriction() };

    private static ContentKeyPolicyWidevineConfiguration Widevine(string template) => new() { WidevineTemplate = template };

    private static ContentKeyPolicyPlayReadyConfiguration PlayReady(ContentKeyPolicyPlayReadySecurityLevel? level) => new()
    {
        Licenses =
        [
            new()
            {
                AllowTestDevices = false,
                SecurityLevel = level,
                LicenseType = ContentKeyPolicyPlayReadyLicenseType.NonPersistent,
                ContentType = ContentKeyPolicyPlayReadyContentType.Unspecified,
                ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader(),
            },
        ],
    };
}
