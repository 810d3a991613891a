using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.Media.Manifests.Hls;

/// <summary>EXT-X-KEY, RFC 8216 4.3.2.4: one line for each way to the key of a playlist.</summary>
internal static class HlsKeyLines
{
    public static void Write(ManifestText text, TrackSignal? signal, HlsForm form)
    {
        foreach (var attributes in Of(signal, form))
        {
            text.Line($"#EXT-X-KEY:{attributes}");
        }
    }

    /// <summary>EXT-X-SESSION-KEY, RFC 8216 4.3.4.5: lets a player ask for the keys of all playlists before it has read them.</summary>
    public static void WriteSession(ManifestText text, IEnumerable<TrackSignal?> signals)
    {
        foreach (var attributes in signals.Distinct().SelectMany(signal => Of(signal, HlsForm.Cmaf)).Distinct(StringComparer.Ordinal))
        {
            text.Line($"#EXT-X-SESSION-KEY:{attributes}");
        }
    }

    private static IEnumerable<string> Of(TrackSignal? signal, HlsForm form)
    {
        if (signal is null)
        {
            return [];
        }

        if (signal.Scheme is not { } scheme)
        {
            return [$"METHOD=AES-128,URI=\"{ManifestNames.Quoted(signal.KeyUrl ?? "")}\",IV=0x{Convert.ToHexString(signal.Iv.Span)}"];
        }

        var method = scheme == ProtectionScheme.Cbcs ? "SAMPLE-AES" : "SAMPLE-AES-CTR";
        // Sample encryption of transport streams is Apple's alone.
        var systems = signal.Systems.Where(system => form == HlsForm.Cmaf || system.System == ProtectionSystems.FairPlay);
        return systems.Select(system => Attributes(system, signal.KeyId)).OfType<string>()
            .Select(attributes => $"METHOD={method},{attributes},KEYFORMATVERSIONS=\"1\"");
    }

    private static string? Attributes(SystemSignal signal, Guid keyId)
    {
        if (signal.System == ProtectionSystems.FairPlay)
        {
            return $"URI=\"{ManifestNames.Quoted(signal.LicenseUrl ?? "")}\",KEYFORMAT=\"com.apple.streamingkeydelivery\"";
        }

        if (signal.System == ProtectionSystems.ClearKey)
        {
            // A licence server has no key format in the RFC; hls.js reads the name of the key system and wants the key id beside it.
            return signal.KeyUrl is { } url ? $"URI=\"{ManifestNames.Quoted(url)}\",KEYFORMAT=\"identity\""
                : $"URI=\"{ManifestNames.Quoted(signal.LicenseUrl ?? "")}\",KEYFORMAT=\"org.w3.clearkey\",KEYID=0x{keyId:N}";
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
