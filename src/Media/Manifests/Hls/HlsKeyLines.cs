using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>EXT-X-KEY, RFC 8216 4.3.2.4: one line for each way to the key of a playlist.</summary>
internal static class HlsKeyLines
{
    public static void Write(ManifestText text, TrackSignal? signal)
    {
        if (signal is null)
        {
            return;
        }

        if (signal.Scheme is not { } scheme)
        {
            text.Line($"#EXT-X-KEY:METHOD=AES-128,URI=\"{ManifestNames.Quoted(signal.KeyUrl ?? "")}\",IV=0x{Convert.ToHexString(signal.Iv.Span)}");
            return;
        }

        var method = scheme == ProtectionScheme.Cbcs ? "SAMPLE-AES" : "SAMPLE-AES-CTR";
        foreach (var system in signal.Systems)
        {
            if (Attributes(system, signal.KeyId) is { } attributes)
            {
                text.Line($"#EXT-X-KEY:METHOD={method},{attributes},KEYFORMATVERSIONS=\"1\"");
            }
        }
    }

    private static string? Attributes(SystemSignal signal, Guid keyId)
    {
        if (signal.System == ProtectionSystems.FairPlay)
        {
            return $"URI=\"{ManifestNames.Quoted(signal.LicenseUrl ?? "")}\",KEYFORMAT=\"com.apple.streamingkeydelivery\"";
        }

        if (signal.System == ProtectionSystems.Widevine)
        {
            return $"URI=\"data:text/plain;base64,{Convert.ToBase64String(signal.Pssh.Span)}\",KEYFORMAT=\"urn:uuid:{signal.System}\",KEYID=0x{keyId:N}";
        }

        return signal.System == ProtectionSystems.PlayReady
            ? $"URI=\"data:text/plain;charset=UTF-16;base64,{Convert.ToBase64String(signal.PlayReadyObject.Span)}\",KEYFORMAT=\"com.microsoft.playready\""
            : null;
    }
}
