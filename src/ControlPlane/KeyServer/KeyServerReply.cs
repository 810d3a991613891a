using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data.Streaming;
using MediaPlatform.Media.Encryption.Cpix;
using MediaPlatform.Media.Encryption.Pssh;

namespace MediaPlatform.ControlPlane.KeyServer;

/// <summary>
/// Reads the CPIX document of a key server: keys, plain or under a document key that only our certificate opens (AES-256-CBC with
/// HMAC-SHA512, both keys under RSA-OAEP), and what players must be told of them.
/// </summary>
internal sealed partial class KeyServerReply : IDisposable
{
    private const int KeyBytes = 16;
    private const int MaxSignalBytes = 32 << 10;
    private const int PsshHeaderBytes = 32;
    private static readonly XNamespace s_playReady = "urn:microsoft:playready";
    private static readonly XNamespace s_cenc = "urn:mpeg:cenc:2013";

    private readonly XElement _root;
    private readonly RSA? _recipient;
    private readonly byte[]? _documentKey;
    private readonly byte[]? _macKey;

    private KeyServerReply(XElement root, RSA? recipient)
    {
        (_root, _recipient) = (root, recipient);
        if (recipient is not null)
        {
            var delivery = root.Element(CpixNames.Cpix + "DeliveryDataList")?.Elements(CpixNames.Cpix + "DeliveryData").FirstOrDefault();
            _documentKey = Unwrap(recipient, delivery?.Element(CpixNames.Cpix + "DocumentKey"));
            _macKey = Unwrap(recipient, delivery?.Element(CpixNames.Cpix + "MACMethod"));
        }
    }

    /// <param name="body">The reply.</param>
    /// <param name="certificate">Ours with its key, when keys were to be encrypted to it.</param>
    /// <exception cref="ArmException">The reply is no CPIX document.</exception>
    public static KeyServerReply Read(byte[] body, X509Certificate2? certificate)
    {
        try
        {
            var root = CpixDocument.Load(body).Root;
            return root?.Name == CpixNames.Cpix + "CPIX" ? new KeyServerReply(root, certificate?.GetRSAPrivateKey()) : throw Wrong("is no CPIX document");
        }
        catch (Exception exception) when (exception is XmlException or FormatException or CryptographicException)
        {
            throw Wrong("cannot be read");
        }
    }

    /// <summary>One key with its signals.</summary>
    /// <exception cref="ArmException">It is missing or not what CPIX says.</exception>
    public FetchedKey KeyOf(KeyServerRequest.WantedKey wanted)
    {
        try
        {
            var element = Of("ContentKeyList", "ContentKey", wanted.Id).FirstOrDefault() ?? throw Wrong($"lacks key {wanted.Id}");
            var value = ValueOf(element.Element(CpixNames.Cpix + "Data")?.Element(CpixNames.Pskc + "Secret"), wanted.Id);
            if (element.Attribute("commonEncryptionScheme") is { } scheme && scheme.Value != wanted.Scheme)
            {
                throw Wrong($"holds key {wanted.Id} for another scheme than {wanted.Scheme}");
            }

            var iv = element.Attribute("explicitIV") is { } explicitIv ? Convert.FromBase64String(explicitIv.Value) : null;
            return value.Length != KeyBytes || iv is not (null or { Length: KeyBytes })
                ? throw Wrong($"holds no AES-128 key for {wanted.Id}")
                : new(value, iv, [.. Of("DRMSystemList", "DRMSystem", wanted.Id).Select(SignalOf).OfType<KeySignal>()]);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or CryptographicException or ArgumentException)
        {
            throw Wrong($"holds a damaged key or signal for {wanted.Id}");
        }
    }

    public void Dispose() => _recipient?.Dispose();

    private static ArmException Wrong(string what) => ArmErrors.KeyServer($"The reply of the key server {what}.");

    private IEnumerable<XElement> Of(string list, string name, Guid keyId) => _root.Elements(CpixNames.Cpix + list).Elements(CpixNames.Cpix + name)
        .Where(element => Guid.TryParse(element.Attribute("kid")?.Value, out var id) && id == keyId);

    private byte[] ValueOf(XElement? secret, Guid keyId)
    {
        if (_recipient is null)
        {
            return Convert.FromBase64String(secret?.Element(CpixNames.Pskc + "PlainValue")?.Value ?? throw Wrong($"holds no plain key for {keyId}"));
        }

        if (_documentKey is null || _macKey is null || CipherOf(secret) is not { Length: > KeyBytes } cipher)
        {
            throw Wrong($"does not hold key {keyId} encrypted to the certificate of KeyServer:CertificatePath");
        }

        var mac = Convert.FromBase64String(secret?.Element(CpixNames.Pskc + "ValueMAC")?.Value ?? "");
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA512.HashData(_macKey, cipher), mac))
        {
            throw Wrong($"holds a key for {keyId} that was changed on its way");
        }

        using var aes = Aes.Create();
        aes.Key = _documentKey;
        return aes.DecryptCbc(cipher.AsSpan(KeyBytes), cipher.AsSpan(0, KeyBytes));
    }

    [SuppressMessage("Security", "CA5350", Justification = "CPIX demands this padding.")]
    private static byte[]? Unwrap(RSA recipient, XElement? parent) =>
        CipherOf(parent) is { } cipher ? recipient.Decrypt(cipher, RSAEncryptionPadding.OaepSHA1) : null;

    private static byte[]? CipherOf(XElement? parent) =>
        parent?.Descendants(CpixNames.XmlEncryption + "CipherValue").FirstOrDefault() is { } cipher ? Convert.FromBase64String(cipher.Value) : null;

    private static KeySignal? SignalOf(XElement element)
    {
        if (!Guid.TryParse(element.Attribute("systemId")?.Value, out var system))
        {
            return null;
        }

        var protection = Fragment(BytesOf(element, "ContentProtectionData"));
        var pssh = BytesOf(element, "PSSH") ?? Descendant(protection, s_cenc + "pssh");
        var playReadyObject = system == ProtectionSystems.PlayReady
            ? BytesOf(element, "SmoothStreamingProtectionHeaderData") ?? Descendant(protection, s_playReady + "pro") : null;
        var isWrong = (pssh is not null && !IsPssh(pssh, system))
            || (playReadyObject is not null && (playReadyObject.Length < 10 || BinaryPrimitives.ReadUInt32LittleEndian(playReadyObject) != playReadyObject.Length));
        return isWrong
            ? throw Wrong($"holds signals of the system {system} that are none")
            : new(system, pssh, playReadyObject, system == ProtectionSystems.FairPlay ? AddressOf(element) : null);
    }

    private static bool IsPssh(byte[] box, Guid system) => box.Length >= PsshHeaderBytes && BinaryPrimitives.ReadInt32BigEndian(box) == box.Length
        && box.AsSpan(4, 4).SequenceEqual("pssh"u8) && new Guid(box.AsSpan(12, 16), bigEndian: true) == system;

    /// <summary>The address in the key line for media playlists, or in the member that CPIX had before there were such lines.</summary>
    private static string? AddressOf(XElement element)
    {
        var lines = element.Elements(CpixNames.Cpix + "HLSSignalingData").OrderBy(line => line.Attribute("playlist")?.Value == "master").ToList();
        var text = lines.Select(line => Text(Bytes(line))).FirstOrDefault(line => line.Length > 0);
        return text is not null && KeyAddress().Match(text) is { Success: true } match ? match.Groups[1].Value
            : BytesOf(element, "URIExtXKey") is { } address ? Text(address)
            : null;
    }

    private static XElement? Fragment(byte[]? xml) =>
        xml is null ? null : CpixDocument.Load(Encoding.UTF8.GetBytes($"<x>{Text(xml)}</x>")).Root;

    private static byte[]? Descendant(XElement? parent, XName name) =>
        parent?.Descendants(name).FirstOrDefault() is { } element ? Convert.FromBase64String(element.Value) : null;

    private static byte[]? BytesOf(XElement parent, string name) =>
        parent.Element(CpixNames.Cpix + name) is { } element && Bytes(element) is { Length: > 0 } bytes ? bytes : null;

    private static byte[] Bytes(XElement element) => element.Value.Length <= MaxSignalBytes * 4 / 3
        ? Convert.FromBase64String(element.Value)
        : throw Wrong("holds a signal that is too long");

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes).Trim();

    [GeneratedRegex("URI=\"([^\"\\r\\n]{1,2000})\"")]
    private static partial Regex KeyAddress();
}
