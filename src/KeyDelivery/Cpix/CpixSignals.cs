using System.Text;
using System.Xml.Linq;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.KeyAuthorization;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Cpix;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>
/// What a packager writes into manifests and init segments for one key and one system. Members that the packager asked for by an
/// empty element are filled; the others are left out.
/// </summary>
internal static class CpixSignals
{
    /// <summary>Whether an option of the key's policy delivers licences of a system.</summary>
    public static bool Offers(StoredKey key, Guid system) => key.Options.Any(option =>
        (system == ProtectionSystems.Widevine && option.Configuration is ContentKeyPolicyWidevineConfiguration)
        || (system == ProtectionSystems.PlayReady && option.Configuration is ContentKeyPolicyPlayReadyConfiguration)
        || (system == ProtectionSystems.FairPlay && option.Configuration is ContentKeyPolicyFairPlayConfiguration)
        || ((system == ProtectionSystems.ClearKey || system == ProtectionSystems.Common) && option.Configuration is ContentKeyPolicyClearKeyConfiguration));

    /// <summary>Fills the element of one system.</summary>
    /// <param name="element">The DRMSystem element.</param>
    /// <param name="system">Its system.</param>
    /// <param name="key">The key.</param>
    /// <param name="scheme">How the packager encrypts.</param>
    /// <param name="host">Host of the key delivery, for licence addresses.</param>
    public static void Fill(XElement element, Guid system, StoredKey key, ProtectionScheme scheme, string host)
    {
        var (pssh, playReadyObject) = HeaderOf(system, key, scheme);
        var (attributes, protection) = (HlsAttributes(system, key.KeyId, pssh, playReadyObject, host), new StringBuilder());
        if (pssh is not null)
        {
            protection.Append("<pssh xmlns=\"urn:mpeg:cenc:2013\">").Append(Convert.ToBase64String(pssh)).Append("</pssh>");
        }

        if (playReadyObject is not null)
        {
            protection.Append("<pro xmlns=\"urn:microsoft:playready\">").Append(Convert.ToBase64String(playReadyObject)).Append("</pro>");
        }

        Set(element, "PSSH", pssh);
        Set(element, "ContentProtectionData", protection.Length > 0 ? Encoding.UTF8.GetBytes(protection.ToString()) : null);
        Set(element, "SmoothStreamingProtectionHeaderData", playReadyObject);
        foreach (var line in element.Elements(CpixNames.Cpix + "HLSSignalingData").ToList())
        {
            var tag = line.Attribute("playlist")?.Value == "master" ? "#EXT-X-SESSION-KEY" : "#EXT-X-KEY";
            var method = scheme == ProtectionScheme.Cbcs ? "SAMPLE-AES" : "SAMPLE-AES-CTR";
            Set(line, attributes is null ? null : Encoding.UTF8.GetBytes($"{tag}:METHOD={method},{attributes},KEYFORMATVERSIONS=\"1\""));
        }
    }

    private static (byte[]? Pssh, byte[]? PlayReadyObject) HeaderOf(Guid system, StoredKey key, ProtectionScheme scheme)
    {
        if (system == ProtectionSystems.PlayReady)
        {
            var header = new PlayReadyHeader(key.KeyId, new AesKey(key.Value), scheme);
            return (header.ToPssh(), header.ToObject());
        }

        return system == ProtectionSystems.Widevine ? (WidevinePssh.Write(key.KeyId, scheme), null)
            : system == ProtectionSystems.ClearKey || system == ProtectionSystems.Common ? (PsshBox.WriteCommon([key.KeyId]), null)
            : (null, null);
    }

    private static string? HlsAttributes(Guid system, Guid keyId, byte[]? pssh, byte[]? playReadyObject, string host) =>
        system == ProtectionSystems.FairPlay ? $"URI=\"skd://{host}/FairPlay/?kid={keyId}\",KEYFORMAT=\"com.apple.streamingkeydelivery\""
        : system == ProtectionSystems.Widevine ? $"URI=\"data:text/plain;base64,{Convert.ToBase64String(pssh!)}\",KEYFORMAT=\"urn:uuid:{system}\",KEYID=0x{keyId:N}"
        : system == ProtectionSystems.PlayReady ? $"URI=\"data:text/plain;charset=UTF-16;base64,{Convert.ToBase64String(playReadyObject!)}\",KEYFORMAT=\"com.microsoft.playready\""
        : null;

    private static void Set(XElement parent, string name, byte[]? value)
    {
        foreach (var element in parent.Elements(CpixNames.Cpix + name).ToList())
        {
            Set(element, value);
        }
    }

    private static void Set(XElement element, byte[]? value)
    {
        if (value is null)
        {
            element.Remove();
        }
        else
        {
            element.Value = Convert.ToBase64String(value);
        }
    }
}
