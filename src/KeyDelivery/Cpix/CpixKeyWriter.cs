using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using MediaPlatform.Media.Encryption.Cpix;

namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>
/// Writes content keys into a document: plain, or under a document key that only the recipient of the certificate can open
/// (CPIX 2.3, DeliveryData: AES-256-CBC and HMAC-SHA512, both keys under RSA-OAEP).
/// </summary>
internal sealed class CpixKeyWriter
{
    private const int SmallestRecipientKey = 2048;
    private readonly byte[]? _documentKey;
    private readonly byte[]? _macKey;

    private CpixKeyWriter(byte[]? documentKey, byte[]? macKey) => (_documentKey, _macKey) = (documentKey, macKey);

    /// <summary>A writer of plain keys.</summary>
    public static CpixKeyWriter Plain { get; } = new(null, null);

    /// <summary>A writer for the recipient in the document; null when it has no certificate, or one that cannot be used.</summary>
    public static CpixKeyWriter? ForRecipient(CpixRecipient recipient)
    {
        if (recipient is not { DeliveryKey: { } deliveryKey, Certificate: { } der })
        {
            return null;
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not { KeySize: >= SmallestRecipientKey })
            {
                return null;
            }

            var (documentKey, macKey) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(64));
            recipient.Element.Elements().Where(element => element.Name == CpixNames.Cpix + "DocumentKey" || element.Name == CpixNames.Cpix + "MACMethod").Remove();
            deliveryKey.AddAfterSelf(
                new XElement(
                    CpixNames.Cpix + "DocumentKey",
                    new XAttribute("Algorithm", CpixNames.Aes256Cbc),
                    new XElement(CpixNames.Cpix + "Data", new XElement(CpixNames.Pskc + "Secret", Encrypted(CpixNames.RsaOaep, Wrap(rsa, documentKey))))),
                new XElement(
                    CpixNames.Cpix + "MACMethod",
                    new XAttribute("Algorithm", CpixNames.HmacSha512),
                    new XElement(CpixNames.Cpix + "Key", Encrypted(CpixNames.RsaOaep, Wrap(rsa, macKey)).Elements())));
            return new(documentKey, macKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Puts the key into its element.</summary>
    public void Write(XElement contentKey, byte[] key)
    {
        contentKey.Elements(CpixNames.Cpix + "Data").Remove();
        contentKey.AddFirst(new XElement(CpixNames.Cpix + "Data", new XElement(CpixNames.Pskc + "Secret", Secret(key))));
    }

    private object[] Secret(byte[] key)
    {
        if (_documentKey is null)
        {
            return [new XElement(CpixNames.Pskc + "PlainValue", Convert.ToBase64String(key))];
        }

        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = _documentKey;
        var iv = RandomNumberGenerator.GetBytes(16);
        byte[] cipher = [.. iv, .. aes.EncryptCbc(key, iv)];
        return [Encrypted(CpixNames.Aes256Cbc, cipher), new XElement(CpixNames.Pskc + "ValueMAC", Convert.ToBase64String(HMACSHA512.HashData(_macKey!, cipher)))];
    }

    private static XElement Encrypted(string algorithm, byte[] value) => new(
        CpixNames.Pskc + "EncryptedValue",
        new XElement(CpixNames.XmlEncryption + "EncryptionMethod", new XAttribute("Algorithm", algorithm)),
        new XElement(CpixNames.XmlEncryption + "CipherData", new XElement(CpixNames.XmlEncryption + "CipherValue", Convert.ToBase64String(value))));

    [SuppressMessage("Security", "CA5350", Justification = "CPIX demands this padding.")]
    private static byte[] Wrap(RSA rsa, byte[] key) => rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA1);
}
