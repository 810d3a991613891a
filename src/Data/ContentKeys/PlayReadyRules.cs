namespace MediaPlatform.Data.ContentKeys;

/// <summary>What a PlayReady configuration must keep to.</summary>
internal static class PlayReadyRules
{
    private static readonly int[] s_uncompressedVideo = [100, 250, 270, 300];
    private static readonly int[] s_compressedVideo = [400, 500];
    private static readonly int[] s_analogVideo = [100, 150, 200];
    private static readonly int[] s_digitalAudio = [100, 150, 200, 250, 300];

    public static void Check(ContentKeyPolicyPlayReadyConfiguration configuration, string path, List<string> mistakes)
    {
        if (configuration.Licenses is not { Count: > 0 } licenses)
        {
            mistakes.Add($"{path}.licenses: at least one licence is needed.");
            return;
        }

        for (var index = 0; index < licenses.Count; index++) Check(licenses[index], $"{path}.licenses[{index}]", mistakes);
    }

    private static void Check(ContentKeyPolicyPlayReadyLicense? license, string path, List<string> mistakes)
    {
        if (license is null)
        {
            mistakes.Add($"{path}: a licence is needed.");
            return;
        }

        Require(license.AllowTestDevices, path + ".allowTestDevices", mistakes);
        Require(license.LicenseType, path + ".licenseType", mistakes);
        Require(license.ContentType, path + ".contentType", mistakes);
        if (license.ContentKeyLocation is null) mistakes.Add($"{path}.contentKeyLocation: is required.");
        if (license.ContentKeyLocation is ContentKeyPolicyPlayReadyContentEncryptionKeyFromKeyIdentifier { KeyId: null })
        {
            mistakes.Add($"{path}.contentKeyLocation.keyId: is required.");
        }

        if (license.BeginDate > license.ExpirationDate) mistakes.Add($"{path}.expirationDate: must not be before beginDate.");
        if (license.RelativeBeginDate > license.RelativeExpirationDate) mistakes.Add($"{path}.relativeExpirationDate: must not be before relativeBeginDate.");
        if (license.ExpirationDate is not null && license.RelativeExpirationDate is not null) mistakes.Add($"{path}.relativeExpirationDate: cannot stand beside expirationDate.");
        if (license.BeginDate is not null && license.RelativeBeginDate is not null) mistakes.Add($"{path}.relativeBeginDate: cannot stand beside beginDate.");
        NotNegative(license.RelativeBeginDate, path + ".relativeBeginDate", mistakes);
        NotNegative(license.RelativeExpirationDate, path + ".relativeExpirationDate", mistakes);
        NotNegative(license.GracePeriod, path + ".gracePeriod", mistakes);
        if (license.PlayRight is { } right) Check(right, path + ".playRight", mistakes);
    }

    private static void Check(ContentKeyPolicyPlayReadyPlayRight right, string path, List<string> mistakes)
    {
        Require(right.DigitalVideoOnlyContentRestriction, path + ".digitalVideoOnlyContentRestriction", mistakes);
        Require(right.ImageConstraintForAnalogComponentVideoRestriction, path + ".imageConstraintForAnalogComponentVideoRestriction", mistakes);
        Require(right.ImageConstraintForAnalogComputerMonitorRestriction, path + ".imageConstraintForAnalogComputerMonitorRestriction", mistakes);
        Require(right.AllowPassingVideoContentToUnknownOutput, path + ".allowPassingVideoContentToUnknownOutput", mistakes);
        if (right.DigitalVideoOnlyContentRestriction == true
            && right.AllowPassingVideoContentToUnknownOutput is ContentKeyPolicyPlayReadyUnknownOutputPassingOption.Allowed
                or ContentKeyPolicyPlayReadyUnknownOutputPassingOption.AllowedWithVideoConstriction)
        {
            mistakes.Add($"{path}.allowPassingVideoContentToUnknownOutput: PlayReady does not allow passing to unknown outputs if the DigitalVideoOnlyContentRestriction is enabled.");
        }

        NotNegative(right.FirstPlayExpiration, path + ".firstPlayExpiration", mistakes);
        UpToThree(right.ScmsRestriction, path + ".scmsRestriction", mistakes);
        UpToThree(right.AgcAndColorStripeRestriction, path + ".agcAndColorStripeRestriction", mistakes);
        if (right.ExplicitAnalogTelevisionOutputRestriction is { } analog)
        {
            Require(analog.BestEffort, path + ".explicitAnalogTelevisionOutputRestriction.bestEffort", mistakes);
            Require(analog.ConfigurationData, path + ".explicitAnalogTelevisionOutputRestriction.configurationData", mistakes);
            UpToThree(analog.ConfigurationData, path + ".explicitAnalogTelevisionOutputRestriction.configurationData", mistakes);
        }

        OneOf(right.UncompressedDigitalVideoOpl, s_uncompressedVideo, path + ".uncompressedDigitalVideoOpl", mistakes);
        OneOf(right.CompressedDigitalVideoOpl, s_compressedVideo, path + ".compressedDigitalVideoOpl", mistakes);
        OneOf(right.AnalogVideoOpl, s_analogVideo, path + ".analogVideoOpl", mistakes);
        OneOf(right.CompressedDigitalAudioOpl, s_digitalAudio, path + ".compressedDigitalAudioOpl", mistakes);
        OneOf(right.UncompressedDigitalAudioOpl, s_digitalAudio, path + ".uncompressedDigitalAudioOpl", mistakes);
    }

    private static void Require<T>(T? value, string path, List<string> mistakes) where T : struct
    {
        if (value is null) mistakes.Add($"{path}: is required.");
    }

    // A time before the request is no right, and may lie before the calendar begins.
    private static void NotNegative(TimeSpan? value, string path, List<string> mistakes)
    {
        if (value < TimeSpan.Zero) mistakes.Add($"{path}: must not be negative.");
    }

    private static void UpToThree(int? value, string path, List<string> mistakes)
    {
        if (value is not (null or >= 0 and <= 3)) mistakes.Add($"{path}: must be between 0 and 3.");
    }

    private static void OneOf(int? value, int[] allowed, string path, List<string> mistakes)
    {
        if (value is { } level && !allowed.Contains(level)) mistakes.Add($"{path}: must be one of {string.Join(", ", allowed)}.");
    }
}
