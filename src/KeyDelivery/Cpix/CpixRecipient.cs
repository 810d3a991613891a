using System.Xml.Linq;
using MediaPlatform.Media.Encryption.Cpix;

namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>One DeliveryData of a document: to whom keys are to be encrypted.</summary>
/// <param name="Element">The DeliveryData element.</param>
/// <param name="DeliveryKey">Its DeliveryKey; null unless there is just one.</param>
/// <param name="Certificate">The certificate in that, DER; null unless there is just one.</param>
internal sealed record CpixRecipient(XElement Element, XElement? DeliveryKey, byte[]? Certificate)
{
    /// <summary>Reads a DeliveryData element.</summary>
    /// <exception cref="FormatException">The certificate is not base64.</exception>
    public static CpixRecipient Read(XElement element)
    {
        var key = Only(element.Elements(CpixNames.Cpix + "DeliveryKey"));
        var certificate = Only(key?.Descendants(CpixNames.XmlSignature + "X509Certificate") ?? []);
        return new(element, key, certificate is null ? null : Convert.FromBase64String(certificate.Value));
    }

    private static XElement? Only(IEnumerable<XElement> elements) => elements.Take(2).ToArray() is [var only] ? only : null;
}
