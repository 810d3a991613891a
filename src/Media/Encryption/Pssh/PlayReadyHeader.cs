using System.Buffers.Binary;
using System.Security;
using System.Text;
using System.Xml;
using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.Media.Encryption.Pssh;

/// <summary>
/// The PlayReady Header (WRMHEADER) of one key, PlayReady Header Specification: version 4.0.0.0 for counter mode, 4.3.0.0 for
/// chaining mode, which has no checksum.
/// </summary>
public sealed record PlayReadyHeader(Guid KeyId, AesKey Key, ProtectionScheme Scheme)
{
    private const string Opening = "<WRMHEADER xmlns=\"http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader\" version=\"";
    private const ushort HeaderRecord = 1;

    /// <summary>Where clients ask for licences, or null.</summary>
    public string? LicenseUrl { get; init; }

    /// <summary>XML to put into CUSTOMATTRIBUTES as it is, or null.</summary>
    public string? CustomAttributes { get; init; }

    /// <summary>Whether a text may stand in CUSTOMATTRIBUTES: one that is no XML there would make the whole header unreadable.</summary>
    public static bool IsForCustomAttributes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var settings = new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(text), settings);
            while (reader.Read())
            {
                // A declaration is for the beginning of a document, and the header stands before.
                if (reader.NodeType == XmlNodeType.XmlDeclaration)
                {
                    return false;
                }
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>The header as XML.</summary>
    public string ToXml()
    {
        var kid = Convert.ToBase64String(KeyId.ToByteArray());
        var xml = new StringBuilder(Opening);
        if (Scheme == ProtectionScheme.Cbcs)
        {
            xml.Append("4.3.0.0\"><DATA><PROTECTINFO><KIDS><KID ALGID=\"AESCBC\" VALUE=\"").Append(kid)
                .Append("\"></KID></KIDS></PROTECTINFO>");
        }
        else
        {
            xml.Append("4.0.0.0\"><DATA><PROTECTINFO><KEYLEN>16</KEYLEN><ALGID>AESCTR</ALGID></PROTECTINFO><KID>").Append(kid)
                .Append("</KID><CHECKSUM>").Append(Checksum()).Append("</CHECKSUM>");
        }

        if (!string.IsNullOrEmpty(LicenseUrl))
        {
            xml.Append("<LA_URL>").Append(SecurityElement.Escape(LicenseUrl)).Append("</LA_URL>");
        }

        if (!string.IsNullOrEmpty(CustomAttributes))
        {
            xml.Append("<CUSTOMATTRIBUTES>").Append(CustomAttributes).Append("</CUSTOMATTRIBUTES>");
        }

        return xml.Append("</DATA></WRMHEADER>").ToString();
    }

    /// <summary>The PlayReady Object: the header as the only record.</summary>
    /// <exception cref="InvalidOperationException">Address and attributes do not fit a record.</exception>
    public byte[] ToObject() => TryToObject() ?? throw new InvalidOperationException("The header does not fit a record of a PlayReady Object.");

    /// <summary>The PlayReady Object; null when address and attributes do not fit a record, whose length has 16 bits.</summary>
    public byte[]? TryToObject()
    {
        var xml = Encoding.Unicode.GetBytes(ToXml());
        if (xml.Length > ushort.MaxValue)
        {
            return null;
        }

        var bytes = new byte[10 + xml.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), HeaderRecord);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)xml.Length);
        xml.CopyTo(bytes, 10);
        return bytes;
    }

    /// <summary>The object in a pssh box.</summary>
    public byte[] ToPssh() => PsshBox.Write(ProtectionSystems.PlayReady, ToObject());

    /// <summary>First eight bytes of the key id, as stored in little-endian field order, encrypted with the key.</summary>
    public string Checksum()
    {
        Span<byte> block = stackalloc byte[AesKey.Size];
        Key.EncryptBlock(KeyId.ToByteArray(), block);
        return Convert.ToBase64String(block[..8]);
    }
}
