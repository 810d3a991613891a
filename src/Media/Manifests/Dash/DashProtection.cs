using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>ContentProtection descriptors: the scheme with its key id, then one for each protection system (DASH-IF IOP 7).</summary>
internal static class DashProtection
{
    private const string Indent = "         ";

    public static void Write(ManifestText text, TrackSignal? signal)
    {
        if (signal is null)
        {
            return;
        }

        if (signal.Scheme is not { } scheme)
        {
            SegmentEncryptionXml.Write(text, signal, Indent);
            return;
        }

        var name = scheme == ProtectionScheme.Cbcs ? "cbcs" : "cenc";
        text.Line($"{Indent}<ContentProtection schemeIdUri=\"urn:mpeg:dash:mp4protection:2011\" value=\"{name}\" xmlns:cenc=\"urn:mpeg:cenc:2013\" cenc:default_KID=\"{signal.KeyId.ToString()}\" />");
        foreach (var system in signal.Systems)
        {
            WriteSystem(text, system);
        }
    }

    private static void WriteSystem(ManifestText text, SystemSignal signal)
    {
        if (signal.Pssh.IsEmpty)
        {
            return;
        }

        var value = signal.System == ProtectionSystems.PlayReady ? " value=\"2.0\"" : signal.System == ProtectionSystems.ClearKey ? " value=\"ClearKey1.0\"" : "";
        text.Line($"{Indent}<ContentProtection schemeIdUri=\"urn:uuid:{signal.System.ToString()}\"{value}>");
        // That of Clear Key stands in init segments only: dash.js takes what it finds here for a list of key ids.
        if (signal.System != ProtectionSystems.ClearKey)
        {
            text.Line($"{Indent}   <cenc:pssh xmlns:cenc=\"urn:mpeg:cenc:2013\">{Convert.ToBase64String(signal.Pssh.Span)}</cenc:pssh>");
        }

        if (!signal.PlayReadyObject.IsEmpty)
        {
            text.Line($"{Indent}   <mspr:pro xmlns:mspr=\"urn:microsoft:playready\">{Convert.ToBase64String(signal.PlayReadyObject.Span)}</mspr:pro>");
        }

        if (signal.LicenseUrl is { } license)
        {
            WriteLicense(text, signal.System, ManifestNames.Xml(license));
        }

        text.Line($"{Indent}</ContentProtection>");
    }

    // Players read one form or the other: the first is of the system, the second of DASH-IF CPS.
    private static void WriteLicense(ManifestText text, Guid system, string url)
    {
        if (system == ProtectionSystems.ClearKey)
        {
            text.Line($"{Indent}   <ck:Laurl xmlns:ck=\"http://dashif.org/guidelines/clearKey\" Lic_type=\"EME-1.0\">{url}</ck:Laurl>");
        }
        else if (system == ProtectionSystems.Widevine)
        {
            text.Line($"{Indent}   <ms:laurl xmlns:ms=\"urn:microsoft\" licenseUrl=\"{url}\" />");
        }

        text.Line($"{Indent}   <dashif:Laurl xmlns:dashif=\"https://dashif.org/CPS\">{url}</dashif:Laurl>");
    }
}
