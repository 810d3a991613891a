using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>What options of a content key policy must keep to. Every mistake is reported, each with the path of its member.</summary>
public static class ContentKeyPolicyRules
{
    // A name that stands twice has no meaning that everybody agrees on.
    private static readonly JsonDocumentOptions s_template = new() { AllowDuplicateProperties = false };

    /// <summary>Most options of a policy.</summary>
    public const int MaximumOptions = 30;

    /// <summary>Most claims that a restriction may require.</summary>
    public const int MaximumRequiredClaims = 30;

    /// <summary>Mistakes as "path: what is wrong"; empty when the options are sound.</summary>
    /// <param name="allowHttpDiscovery">Whether OpenID documents may lie at http addresses, which is for tests on one machine.</param>
    public static IReadOnlyList<string> Mistakes(IReadOnlyList<ContentKeyPolicyOption>? options, bool allowHttpDiscovery = false)
    {
        var mistakes = new List<string>();
        if (options is null or { Count: 0 }) mistakes.Add("options: at least one option is needed.");
        else if (options.Count > MaximumOptions) mistakes.Add($"options: at most {MaximumOptions} options are allowed.");
        else
        {
            for (var index = 0; index < options.Count; index++) Check(options[index], $"options[{index}]", allowHttpDiscovery, mistakes);
            if (mistakes.Count == 0) HardwareRules.Check(options, mistakes);
        }

        return mistakes;
    }

    private static void Check(ContentKeyPolicyOption? option, string path, bool allowHttpDiscovery, List<string> mistakes)
    {
        if (option is null)
        {
            mistakes.Add($"{path}: an option is needed.");
            return;
        }

        switch (option.Configuration)
        {
            case null: mistakes.Add($"{path}.configuration: is required."); break;
            case ContentKeyPolicyFairPlayConfiguration fairPlay: Check(fairPlay, path + ".configuration", mistakes); break;
            case ContentKeyPolicyPlayReadyConfiguration playReady: PlayReadyRules.Check(playReady, path + ".configuration", mistakes); break;
            case ContentKeyPolicyWidevineConfiguration widevine: Check(widevine, path + ".configuration", mistakes); break;
        }

        switch (option.Restriction)
        {
            case null: mistakes.Add($"{path}.restriction: is required."); break;
            case ContentKeyPolicyTokenRestriction token: TokenRules.Check(token, path + ".restriction", allowHttpDiscovery, mistakes); break;
        }
    }

    private static void Check(ContentKeyPolicyWidevineConfiguration widevine, string path, List<string> mistakes)
    {
        if (widevine.WidevineTemplate is not { } template)
        {
            mistakes.Add($"{path}.widevineTemplate: is required.");
            return;
        }

        try
        {
            var json = JsonNode.Parse(template, documentOptions: s_template) as JsonObject;
            if (json is null) mistakes.Add($"{path}.widevineTemplate: must be a JSON object.");
            else if (json["content_key_specs"] is { } specs && !(specs is JsonArray list && list.All(spec => spec is JsonObject))) mistakes.Add($"{path}.widevineTemplate: content_key_specs must be a list of objects.");

            // Names and texts are looked at only when they are taken out: half a surrogate pair is found here and not by the first player.
            JsonSerializer.SerializeToUtf8Bytes(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            mistakes.Add($"{path}.widevineTemplate: is not JSON.");
        }
    }

    private static void Check(ContentKeyPolicyFairPlayConfiguration fairPlay, string path, List<string> mistakes)
    {
        if (fairPlay.Ask is not { Length: 16 }) mistakes.Add($"{path}.ask: must be 16 bytes, base64.");
        if (fairPlay.RentalAndLeaseKeyType is null) mistakes.Add($"{path}.rentalAndLeaseKeyType: is required.");
        if (fairPlay.RentalDuration is not >= 0) mistakes.Add($"{path}.rentalDuration: must be zero or more seconds.");
        if (fairPlay.RentalDuration > uint.MaxValue) mistakes.Add($"{path}.rentalDuration: must be below 2^32 seconds.");
        if (fairPlay.OfflineRentalConfiguration is { } offline)
        {
            if (offline.PlaybackDurationSeconds is not (>= 0 and <= uint.MaxValue)) mistakes.Add($"{path}.offlineRentalConfiguration.playbackDurationSeconds: must be zero or more seconds.");
            if (offline.StorageDurationSeconds is not (>= 0 and <= uint.MaxValue)) mistakes.Add($"{path}.offlineRentalConfiguration.storageDurationSeconds: must be zero or more seconds.");
        }

        var bytes = new byte[(fairPlay.FairPlayPfx?.Length ?? 0) * 3 / 4 + 3];
        if (string.IsNullOrEmpty(fairPlay.FairPlayPfx)) mistakes.Add($"{path}.fairPlayPfx: is required.");
        else if (!Convert.TryFromBase64String(fairPlay.FairPlayPfx, bytes, out var written)) mistakes.Add($"{path}.fairPlayPfx: is not base64.");
        else OpenPfx(bytes.AsSpan(0, written), fairPlay.FairPlayPfxPassword, path, mistakes);
    }

    private static void OpenPfx(ReadOnlySpan<byte> file, string? password, string path, List<string> mistakes)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12(file, password, X509KeyStorageFlags.EphemeralKeySet);
            using var key = certificate.GetRSAPrivateKey();
            if (key is null) mistakes.Add($"{path}.fairPlayPfx: holds no RSA private key.");
        }
        catch (CryptographicException)
        {
            mistakes.Add($"{path}.fairPlayPfx: does not open with fairPlayPfxPassword.");
        }
    }
}
