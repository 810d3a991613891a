using System.Text.Json;

namespace MediaPlatform.Data.ContentKeys;

/// <summary>
/// An SL3000 PlayReady option may only share a policy with SL3000 and Widevine L1 options (control-plane.md section 7): any other option would
/// hand the same key to clients that protect it in software.
/// </summary>
internal static class HardwareRules
{
    // Widevine's robustness: 1 and 2 are software, from 3 on the key stays in hardware.
    private const int LeastHardwareLevel = 3;

    public static void Check(IReadOnlyList<ContentKeyPolicyOption> options, List<string> mistakes)
    {
        if (!options.Any(option => Licenses(option).Any(IsHardware)))
        {
            return;
        }

        for (var index = 0; index < options.Count; index++)
        {
            if (!MayStandBeside(options[index].Configuration))
            {
                mistakes.Add($"options[{index}].configuration: An SL3000 PlayReady option may only share a policy with SL3000 and Widevine L1 options.");
            }
        }
    }

    // What a later version of the contract made is never issued, so it may stay where it is.
    private static bool MayStandBeside(ContentKeyPolicyConfiguration? configuration) => configuration switch
    {
        ContentKeyPolicyPlayReadyConfiguration playReady => playReady.Licenses!.All(IsHardware),
        ContentKeyPolicyWidevineConfiguration widevine => IsHardware(widevine.WidevineTemplate!),
        ContentKeyPolicyUnknownConfiguration => true,
        _ => false,
    };

    private static IEnumerable<ContentKeyPolicyPlayReadyLicense> Licenses(ContentKeyPolicyOption option) =>
        (option.Configuration as ContentKeyPolicyPlayReadyConfiguration)?.Licenses ?? [];

    private static bool IsHardware(ContentKeyPolicyPlayReadyLicense license) => license.SecurityLevel == ContentKeyPolicyPlayReadySecurityLevel.SL3000;

    private static bool IsHardware(string template)
    {
        using var document = JsonDocument.Parse(template);
        return document.RootElement.TryGetProperty("content_key_specs", out var specs) && specs.ValueKind == JsonValueKind.Array && specs.GetArrayLength() > 0
            && specs.EnumerateArray().All(spec => spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("security_level", out var level)
                && level.ValueKind == JsonValueKind.Number && level.TryGetInt32(out var number) && number >= LeastHardwareLevel);
    }
}
