using System.Globalization;
using System.Xml;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Lists;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Blocks;

/// <summary>The XML of Put Block List and Get Block List.</summary>
internal static class BlockListXml
{
    private const int MostBlocks = 50_000;

    /// <summary>Room for 50,000 entries of the longest form.</summary>
    private const long LargestDocument = 10 * 1024 * 1024;

    public static async Task<IReadOnlyList<BlockReference>> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var settings = new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreWhitespace = true,
            IgnoreComments = true,
            MaxCharactersInDocument = LargestDocument,
        };
        var list = new List<BlockReference>();
        try
        {
            using var xml = XmlReader.Create(body, settings);
            if (await xml.MoveToContentAsync() != XmlNodeType.Element || xml.Name != "BlockList") throw BlobErrors.InvalidXml();
            if (xml.IsEmptyElement) return list;
            await xml.ReadAsync();
            while (xml.NodeType == XmlNodeType.Element)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!Enum.TryParse<BlockSource>(xml.Name, out var source)) throw BlobErrors.InvalidXml();
                list.Add(new BlockReference((await xml.ReadElementContentAsStringAsync()).Trim(), source));
                if (list.Count > MostBlocks) throw BlobErrors.BlockListTooLong();
            }

            return list;
        }
        catch (XmlException)
        {
            throw BlobErrors.InvalidXml();
        }
    }

    public static Task WriteAsync(
        HttpResponse response, IReadOnlyList<BlockEntry>? committed, IReadOnlyList<BlockEntry>? uncommitted, CancellationToken cancellationToken) =>
        XmlReply.WriteAsync(response, xml =>
        {
            xml.WriteStartElement("BlockList");
            WriteBlocks(xml, "CommittedBlocks", committed);
            WriteBlocks(xml, "UncommittedBlocks", uncommitted);
            xml.WriteEndElement();
        }, cancellationToken);

    private static void WriteBlocks(XmlWriter xml, string name, IReadOnlyList<BlockEntry>? blocks)
    {
        if (blocks is null) return;
        xml.WriteStartElement(name);
        foreach (var block in blocks)
        {
            xml.WriteStartElement("Block");
            xml.WriteElementString("Name", block.Id);
            xml.WriteElementString("Size", block.Length.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
