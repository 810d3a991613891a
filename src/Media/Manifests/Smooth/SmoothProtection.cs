using MediaPlatform.Media.Encryption.Pssh;
using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests.Smooth;

/// <summary>The Protection element, MS-SSTR 2.2.2.2. There is one for the whole presentation, so all encrypted tracks share a key.</summary>
internal static class SmoothProtection
{
    private const string SegmentEncryption = "B47B251A-2409-4B42-958E-08DBAE7B4EE9";
    private const string Indent = "      ";

    public static void Write(ManifestText text, IEnumerable<SwitchingSet> sets, ManifestOptions options)
    {
        var signal = options.Protection is { } protection
            ? sets.SelectMany(set => set.Renditions).Select(protection).FirstOrDefault(found => found is not null)
            : null;
        if (signal is null)
        {
            return;
        }

        text.Line("   <Protection>");
        if (signal.Scheme is null)
        {
            // The element itself, as AMS documents it, where MS-SSTR has base64.
            text.Line($"{Indent}<ProtectionHeader SystemID=\"{SegmentEncryption}\">");
            SegmentEncryptionXml.Write(text, signal, Indent + "   ");
            text.Line($"{Indent}</ProtectionHeader>");
        }
        else if (signal.Systems.FirstOrDefault(system => system.System == ProtectionSystems.PlayReady) is { } playReady)
        {
            text.Line($"{Indent}<ProtectionHeader SystemID=\"{playReady.System.ToString().ToUpperInvariant()}\">{Convert.ToBase64String(playReady.PlayReadyObject.Span)}</ProtectionHeader>");
        }

        text.Line("   </Protection>");
    }
}
