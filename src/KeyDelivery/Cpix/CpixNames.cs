using System.Xml.Linq;

namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>Namespaces and algorithms of the Content Protection Information Exchange format, DASH-IF CPIX 2.3.</summary>
internal static class CpixNames
{
    public const string Aes256Cbc = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
    public const string RsaOaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
    public const string HmacSha512 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512";

    public static readonly XNamespace Cpix = "urn:dashif:org:cpix";
    public static readonly XNamespace Pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    public static readonly XNamespace XmlEncryption = "http://www.w3.org/2001/04/xmlenc#";
    public static readonly XNamespace XmlSignature = "http://www.w3.org/2000/09/xmldsig#";
}
