using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Diagnosis;

/// <summary>Why media that the origin serves stays encrypted: nobody may have its key. Decisions of key delivery about a viewer's token are not looked at.</summary>
internal sealed class KeyFaults(ContentKeyPolicyStore policies)
{
    private const string Parameter = "encryption=";

    /// <returns>One sentence, or null when there is no such fault.</returns>
    public async Task<string?> FindAsync(PublishedLocator published, Uri url, CancellationToken cancellationToken)
    {
        var (type, leadsElsewhere) = SchemeOf(url, published.Policy);
        if (type is null || leadsElsewhere)
        {
            return null;
        }

        var locator = published.Locator;
        foreach (var key in locator.ContentKeys.Where(key => key.Type == type && key.Signals is null))
        {
            if ((key.PolicyName ?? locator.DefaultContentKeyPolicyName) is not { Length: > 0 } name)
            {
                return $"The origin serves the media, but the key {key.Id} of the locator {locator.Name} has no content key policy, so nobody gets it.";
            }

            if (await policies.FindAsync(locator.AccountId, name, cancellationToken) is null)
            {
                return $"The origin serves the media, but the content key policy {name}, which says who gets its key, does not exist any more.";
            }
        }

        return null;
    }

    /// <summary>The kind of key that a URL leads to, and whether players are sent to others for it.</summary>
    private static (string? Type, bool LeadsElsewhere) SchemeOf(Uri url, StreamingPolicy? policy)
    {
        var path = Uri.UnescapeDataString(url.AbsolutePath);
        var at = path.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase);
        var tag = at < 0 ? "" : path[(at + Parameter.Length)..].Split(',', ')')[0];
        var (cenc, cbcs) = (policy?.CommonEncryptionCenc, policy?.CommonEncryptionCbcs);
        return tag.ToLowerInvariant() switch
        {
            "cbc" => (nameof(StreamingPolicy.EnvelopeEncryption), IsGiven(policy?.EnvelopeEncryption?.CustomKeyAcquisitionUrlTemplate)),
            "cenc" or "piff" => (nameof(StreamingPolicy.CommonEncryptionCenc), IsGiven(
                cenc?.Drm?.PlayReady?.CustomLicenseAcquisitionUrlTemplate,
                cenc?.Drm?.Widevine?.CustomLicenseAcquisitionUrlTemplate,
                cenc?.ClearKeyEncryptionConfiguration?.CustomKeysAcquisitionUrlTemplate)),
            "cbcs-aapl" => (nameof(StreamingPolicy.CommonEncryptionCbcs), IsGiven(
                cbcs?.Drm?.FairPlay?.CustomLicenseAcquisitionUrlTemplate,
                cbcs?.Drm?.PlayReady?.CustomLicenseAcquisitionUrlTemplate,
                cbcs?.Drm?.Widevine?.CustomLicenseAcquisitionUrlTemplate,
                cbcs?.ClearKeyEncryptionConfiguration?.CustomKeysAcquisitionUrlTemplate)),
            _ => (null, false),
        };
    }

    private static bool IsGiven(params ReadOnlySpan<string?> templates)
    {
        foreach (var template in templates)
        {
            if (!string.IsNullOrEmpty(template))
            {
                return true;
            }
        }

        return false;
    }
}
