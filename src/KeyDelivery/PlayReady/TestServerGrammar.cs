using System.Globalization;
using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>
/// The parameters of Microsoft's public test server: <c>cfg=(name:value,...),(...)</c>, one group per licence, without spaces. It has
/// no words for output protection, test devices and grace periods.
/// </summary>
internal static class TestServerGrammar
{
    /// <summary>The value of <c>cfg</c>.</summary>
    public static string Write(GrantedLicences granted, DateTimeOffset now) => string.Join(
        ',', granted.Licences.Select(licence => $"({string.Join(',', Parameters(licence, isOnlyKey: granted.KeysAsked == 1, now))})"));

    /// <summary>Whether some of the rights are lost in this grammar.</summary>
    public static bool Drops(ContentKeyPolicyPlayReadyLicense rights) =>
        rights.GracePeriod is not null || rights.AllowTestDevices == false || (rights.PlayRight is { } play && Restricts(play));

    private static bool Restricts(ContentKeyPolicyPlayReadyPlayRight play) =>
        play.DigitalVideoOnlyContentRestriction == true
        || play.ImageConstraintForAnalogComponentVideoRestriction == true
        || play.ImageConstraintForAnalogComputerMonitorRestriction == true
        || play.AllowPassingVideoContentToUnknownOutput is not ContentKeyPolicyPlayReadyUnknownOutputPassingOption.Allowed
        || play.ExplicitAnalogTelevisionOutputRestriction is not null
        || new[]
        {
            play.ScmsRestriction, play.AgcAndColorStripeRestriction, play.UncompressedDigitalVideoOpl, play.CompressedDigitalVideoOpl,
            play.AnalogVideoOpl, play.CompressedDigitalAudioOpl, play.UncompressedDigitalAudioOpl,
        }.Any(level => level is not null);

    private static IEnumerable<string> Parameters(GrantedLicence licence, bool isOnlyKey, DateTimeOffset now)
    {
        var rights = licence.Rights;
        var isFromHeader = isOnlyKey && rights.ContentKeyLocation is ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader;
        yield return isFromHeader ? "kid:header" : $"kid:{licence.KeyId}";
        yield return $"contentkey:{Convert.ToBase64String(licence.Key)}";
        if (licence.IsBlockChained)
        {
            yield return "ckt:aescbc";
        }

        yield return $"sl:{SecurityLevel(rights.SecurityLevel)}";
        yield return rights.LicenseType == ContentKeyPolicyPlayReadyLicenseType.Persistent ? "persist:true" : "persist:false";
        if ((rights.BeginDate ?? After(now, rights.RelativeBeginDate)) is { } begin)
        {
            yield return $"begindate:{Date(begin)}";
        }

        if ((rights.ExpirationDate ?? After(now, rights.RelativeExpirationDate)) is { } end)
        {
            yield return $"expiration:{Date(end)}";
        }

        if (rights.PlayRight?.FirstPlayExpiration is { } first)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"firstexp:{(long)first.TotalSeconds}");
        }
    }

    private static int SecurityLevel(ContentKeyPolicyPlayReadySecurityLevel? level) => level switch
    {
        ContentKeyPolicyPlayReadySecurityLevel.SL3000 => 3000,
        ContentKeyPolicyPlayReadySecurityLevel.SL2000 => 2000,
        _ => 150,
    };

    private static DateTimeOffset? After(DateTimeOffset now, TimeSpan? time) =>
        time is { } span ? (span > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + span) : null;

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
