using System.Xml;
using System.Xml.Linq;
using MediaPlatform.Media.Encryption.Cpix;

namespace MediaPlatform.KeyDelivery.Cpix;

/// <summary>A CPIX document of a packager: names keys and systems, and is sent back with both filled in.</summary>
/// <param name="Document">The document.</param>
/// <param name="Keys">Its ContentKey elements by key id.</param>
/// <param name="Systems">Its DRMSystem elements with the key and the system that they are for.</param>
/// <param name="Recipients">Those to whom keys are to be encrypted.</param>
internal sealed record CpixRequest(
    XDocument Document, IReadOnlyDictionary<Guid, XElement> Keys, IReadOnlyList<(Guid KeyId, Guid System, XElement Element)> Systems, IReadOnlyList<CpixRecipient> Recipients)
{
    private const int MaxKeys = 64;
    private const int MaxSystems = 512;

    // The schema knows seven. Each empty one comes back filled, so a short document could ask for a long answer.
    private const int MaxSignals = 16;

    /// <summary>Reads a document; null when it is none.</summary>
    public static CpixRequest? Parse(byte[] body)
    {
        try
        {
            return Read(CpixDocument.Load(body));
        }
        catch (Exception exception) when (exception is XmlException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static CpixRequest? Read(XDocument document)
    {
        if (document.Root?.Name != CpixNames.Cpix + "CPIX")
        {
            return null;
        }

        var keys = document.Root.Elements(CpixNames.Cpix + "ContentKeyList").Elements(CpixNames.Cpix + "ContentKey").ToList();
        var systems = document.Root.Elements(CpixNames.Cpix + "DRMSystemList").Elements(CpixNames.Cpix + "DRMSystem").ToList();
        if (keys.Count is 0 or > MaxKeys || systems.Count > MaxSystems || systems.Exists(system => system.Elements().Skip(MaxSignals).Any()))
        {
            return null;
        }

        return new CpixRequest(
            document,
            keys.ToDictionary(key => Id(key, "kid")),
            [.. systems.Select(system => (Id(system, "kid"), Id(system, "systemId"), system))],
            [.. document.Root.Elements(CpixNames.Cpix + "DeliveryDataList").Elements(CpixNames.Cpix + "DeliveryData").Select(CpixRecipient.Read)]);
    }

    private static Guid Id(XElement element, string attribute) => Guid.Parse(element.Attribute(attribute)?.Value ?? "");
}
