using System.Xml.Linq;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Encryption.Cpix;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.ControlPlane.KeyServer;

/// <summary>The keys that a locator needs, and the protection systems that its streaming policy announces them to.</summary>
/// <param name="ContentId">Names the content to the key server.</param>
/// <param name="Keys">Key ids with their scheme, the tracks they are for and the systems.</param>
internal sealed record KeyServerRequest(string ContentId, IReadOnlyList<KeyServerRequest.WantedKey> Keys)
{
    private static readonly string[] s_soundEntries = ["mp4a", "ec-3", "ac-3", "dtsc", "dtse", "dtsh", "dtsl", "opus", "flac"];

    /// <param name="Scheme">cenc or cbcs.</param>
    /// <param name="TrackType">intendedTrackType of SPEKE: ALL, VIDEO or AUDIO.</param>
    internal sealed record WantedKey(Guid Id, string Scheme, string TrackType, IReadOnlyList<Guid> Systems);

    /// <summary>What to ask for the keys of a new locator.</summary>
    public static KeyServerRequest Of(string contentId, StreamingPolicy policy, IReadOnlyList<LocatorContentKey> keys) =>
        new(contentId, [.. keys.Select(key => new WantedKey(key.Id, SchemeOf(key), TrackTypeOf(key, keys), [.. SystemsOf(policy, key)]))]);

    /// <summary>The document, CPIX 2.3: empty members are those that we want filled.</summary>
    /// <param name="certificate">DER of the certificate that keys are to be encrypted to; null asks for plain keys.</param>
    public XDocument ToDocument(byte[]? certificate) => new(new XElement(
        CpixNames.Cpix + "CPIX",
        new XAttribute("contentId", ContentId),
        new XAttribute("version", "2.3"),
        new XAttribute(XNamespace.Xmlns + "cpix", CpixNames.Cpix.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "pskc", CpixNames.Pskc.NamespaceName),
        certificate is null ? null : Recipient(certificate),
        Element("ContentKeyList", Keys.Select(key => Element("ContentKey", new XAttribute("kid", key.Id), new XAttribute("commonEncryptionScheme", key.Scheme)))),
        Element("DRMSystemList", from key in Keys from system in key.Systems select Signals(key.Id, system)),
        Element("ContentKeyUsageRuleList", Keys.Select(key => Element("ContentKeyUsageRule", new XAttribute("kid", key.Id), new XAttribute("intendedTrackType", key.TrackType))))));

    private static XElement Recipient(byte[] certificate) => Element("DeliveryDataList", Element("DeliveryData", Element("DeliveryKey", new XElement(
        CpixNames.XmlSignature + "X509Data", new XElement(CpixNames.XmlSignature + "X509Certificate", Convert.ToBase64String(certificate))))));

    private static XElement Signals(Guid keyId, Guid system) => Element(
        "DRMSystem",
        new XAttribute("kid", keyId),
        new XAttribute("systemId", system),
        system == ProtectionSystems.FairPlay ? null : Element("PSSH"),
        system == ProtectionSystems.FairPlay ? null : Element("ContentProtectionData"),
        Element("HLSSignalingData", new XAttribute("playlist", "media")),
        Element("HLSSignalingData", new XAttribute("playlist", "master")),
        system == ProtectionSystems.PlayReady ? Element("SmoothStreamingProtectionHeaderData") : null);

    private static XElement Element(string name, params object?[] content) => new(CpixNames.Cpix + name, content);

    private static string SchemeOf(LocatorContentKey key) => key.Type == nameof(StreamingPolicy.CommonEncryptionCbcs) ? "cbcs" : "cenc";

    private static IEnumerable<Guid> SystemsOf(StreamingPolicy policy, LocatorContentKey key)
    {
        var isCbcs = key.Type == nameof(policy.CommonEncryptionCbcs);
        var (cenc, cbcs) = (policy.CommonEncryptionCenc?.Drm, policy.CommonEncryptionCbcs?.Drm);
        if (isCbcs && cbcs?.FairPlay is not null)
        {
            yield return ProtectionSystems.FairPlay;
        }

        if ((isCbcs ? cbcs?.Widevine : cenc?.Widevine) is not null)
        {
            yield return ProtectionSystems.Widevine;
        }

        if ((isCbcs ? cbcs?.PlayReady : cenc?.PlayReady) is not null)
        {
            yield return ProtectionSystems.PlayReady;
        }
    }

    private static string TrackTypeOf(LocatorContentKey key, IReadOnlyList<LocatorContentKey> all)
    {
        var others = all.Where(other => other.Type == key.Type && other != key).ToList();
        return others.Count == 0 ? "ALL"
            : key.Tracks.Count > 0 ? (IsSound(key) ? "AUDIO" : "VIDEO")
            : others.TrueForAll(IsSound) ? "VIDEO"
            : others.Exists(IsSound) ? "ALL"
            : "AUDIO";
    }

    private static bool IsSound(LocatorContentKey key) => key.Tracks.All(track => track.TrackSelections?.All(
        condition => s_soundEntries.Contains(condition.Value, StringComparer.OrdinalIgnoreCase)) == true);
}
