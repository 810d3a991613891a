using System.Xml;
using System.Xml.Linq;

namespace MediaPlatform.Media.Encryption.Cpix;

/// <summary>Reads XML of other parties' key servers and packagers: no DTD, no entity, nothing fetched, and no deeper than CPIX goes.</summary>
public static class CpixDocument
{
    private const int MaxDepth = 32;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a document of whatever root; its length is for the caller to bound.</summary>
    /// <exception cref="XmlException">It is not well-formed, or nested more than 32 elements deep.</exception>
    public static XDocument Load(byte[] bytes)
    {
        RequireShallow(bytes);
        using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), s_settings);
        return XDocument.Load(reader);
    }

    // Looked at before a tree is built of it.
    private static void RequireShallow(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), s_settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw new XmlException($"The document is nested more than {MaxDepth} elements deep.");
            }
        }
    }
}
