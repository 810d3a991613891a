using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.Data.Tests.ContentKeys;

/// <summary>Times of PlayReady licences that count from the request.</summary>
internal sealed class PlayReadyTimeTests
{
    private static readonly ContentKeyPolicyPlayReadyLicense s_licence = new()
    {
        AllowTestDevices = false,
        LicenseType = ContentKeyPolicyPlayReadyLicenseType.NonPersistent,
        ContentType = ContentKeyPolicyPlayReadyContentType.Unspecified,
        ContentKeyLocation = new ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader(),
    };

    private static readonly ContentKeyPolicyPlayReadyPlayRight s_play = new()
    {
        DigitalVideoOnlyContentRestriction = false,
        ImageConstraintForAnalogComponentVideoRestriction = false,
        ImageConstraintForAnalogComputerMonitorRestriction = false,
        AllowPassingVideoContentToUnknownOutput = ContentKeyPolicyPlayReadyUnknownOutputPassingOption.Allowed,
    };

    // A million days back lies before the year 1: the first player to ask met an error of ours.
    [TestCase(0, true)]
    [TestCase(1, true)]
    [TestCase(-1, false)]
    [TestCase(-1_000_000, false)]
    public void Times_that_count_from_the_request_are_not_negative(int days, bool isAllowed)
    {
        var time = TimeSpan.FromDays(days);
        (string Member, ContentKeyPolicyPlayReadyLicense Licence)[] licences =
        [
            ("relativeBeginDate", s_licence with { RelativeBeginDate = time }),
            ("relativeExpirationDate", s_licence with { RelativeExpirationDate = time }),
            ("gracePeriod", s_licence with { GracePeriod = time }),
            ("playRight.firstPlayExpiration", s_licence with { PlayRight = s_play with { FirstPlayExpiration = time } }),
        ];
        foreach (var (member, licence) in licences)
        {
            var mistakes = ContentKeyPolicyRules.Mistakes(
                [new() { Configuration = new ContentKeyPolicyPlayReadyConfiguration { Licenses = [licence] }, Restriction = new ContentKeyPolicyOpenRestriction() }]);
            Assert.That(mistakes, isAllowed ? Is.Empty : Is.EqualTo(new[] { $"options[0].configuration.licenses[0].{member}: must not be negative." }));
        }
    }
}
