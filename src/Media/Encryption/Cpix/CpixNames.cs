using System.Xml.Linq;

namespace MediaPlatform.Media.Encryption.Cpix;

/// <summary>Namespaces and algorithms of the Content Protection Information Exchange format, DASH-IF CPIX 2.3.</summary>
public static class CpixNames
{
    /// <summary>How keys lie under the document key.</summary>
    public const string Aes256Cbc = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
    /// <summary>How the document key lies under the key of the recipient.</summary>
    public const string RsaOaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
    /// <summary>How encrypted keys are authenticated.</summary>
    public const string HmacSha512 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512";

    /// <summary>CPIX itself.</summary>
    public static readonly XNamespace Cpix = "urn:dashif:org:cpix";
    /// <summary>Portable Symmetric Key Container, RFC 6030.</summary>
    public static readonly XNamespace Pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    /// <summary>XML encryption.</summary>
    public static readonly XNamespace XmlEncryption = "http://www.w3.org/2001/04/xmlenc#";
    /// <summary>XML signatures.</summary>
    public static readonly XNamespace XmlSignature = "http://www.w3.org/2000/09/xmldsig#";
}
