using System.Globalization;
using System.Xml;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;

namespace MediaPlatform.BlobEndpoint.Lists;

/// <summary>List Blobs and List Containers.</summary>
internal static class ListOperations
{
    public static async Task ListBlobsAsync(BlobRequest request)
    {
        await request.RequireContainerAsync();
        var list = ListParameters.Of(request);
        var page = await BlobList.ReadAsync(request, list);
        await XmlReply.WriteAsync(request.Response, xml =>
        {
            WriteStart(xml, request, list);
            xml.WriteStartElement("Blobs");
            foreach (var entry in page.Entries) WriteEntry(xml, entry, list.WithMetadata);
            xml.WriteEndElement();
            xml.WriteElementString("NextMarker", page.Next is null ? "" : ListMarker.Write(page.Next));
            xml.WriteEndElement();
        }, request.Aborted);
    }

    public static Task ListContainersAsync(BlobRequest request)
    {
        var list = ListParameters.Of(request);
        var names = request.Store.ListContainers(request.Address.Account)
            .Where(name => name.StartsWith(list.Prefix, StringComparison.Ordinal))
            .Where(name => list.After is null || string.CompareOrdinal(name, list.After) > 0)
            .Take(list.MaxResults + 1).ToList();
        var more = names.Count > list.MaxResults;
        if (more) names.RemoveAt(names.Count - 1);
        return XmlReply.WriteAsync(request.Response, xml =>
        {
            WriteStart(xml, request, list);
            xml.WriteStartElement("Containers");
            foreach (var name in names) WriteContainer(xml, request, name, list.WithMetadata);
            xml.WriteEndElement();
            xml.WriteElementString("NextMarker", more ? ListMarker.Write(names[^1]) : "");
            xml.WriteEndElement();
        }, request.Aborted);
    }

    private static void WriteStart(XmlWriter xml, BlobRequest request, ListParameters list)
    {
        xml.WriteStartElement("EnumerationResults");
        var pathStyle = request.Address.RawPath.StartsWith("/" + request.Address.Account, StringComparison.Ordinal);
        xml.WriteAttributeString(
            "ServiceEndpoint", $"{request.Request.Scheme}://{request.Request.Host}/{(pathStyle ? request.Address.Account + "/" : "")}");
        if (request.Address.Container is { } container) xml.WriteAttributeString("ContainerName", container);
        if (list.Prefix.Length > 0) xml.WriteElementString("Prefix", XmlText(list.Prefix));
        if (list.Marker.Length > 0) xml.WriteElementString("Marker", list.Marker);
        xml.WriteElementString("MaxResults", list.MaxResults.ToString(CultureInfo.InvariantCulture));
        if (list.Delimiter.Length > 0) xml.WriteElementString("Delimiter", XmlText(list.Delimiter));
    }

    private static void WriteEntry(XmlWriter xml, BlobListEntry entry, bool withMetadata)
    {
        xml.WriteStartElement(entry.Blob is null ? "BlobPrefix" : "Blob");
        xml.WriteElementString("Name", entry.Name);
        if (entry.Blob is { } blob)
        {
            WriteProperties(xml, blob);
            if (withMetadata) WriteMetadata(xml, blob.Metadata);
        }

        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, BlobItem blob)
    {
        xml.WriteStartElement("Properties");
        xml.WriteElementString("Creation-Time", blob.LastModified.ToString("R"));
        xml.WriteElementString("Last-Modified", blob.LastModified.ToString("R"));
        xml.WriteElementString("Etag", blob.ETag.Trim('"'));
        xml.WriteElementString("Content-Length", blob.Length.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("Content-Type", blob.ContentType ?? "");
        xml.WriteElementString("Content-Encoding", blob.Headers.ContentEncoding ?? "");
        xml.WriteElementString("Content-Language", blob.Headers.ContentLanguage ?? "");
        xml.WriteElementString("Content-MD5", blob.Headers.ContentMd5 is { } md5 ? Convert.ToBase64String(md5) : "");
        xml.WriteElementString("Cache-Control", blob.Headers.CacheControl ?? "");
        xml.WriteElementString("Content-Disposition", blob.Headers.ContentDisposition ?? "");
        xml.WriteElementString("BlobType", "BlockBlob");
        xml.WriteElementString("AccessTier", "Hot");
        xml.WriteElementString("AccessTierInferred", "true");
        xml.WriteElementString("LeaseStatus", "unlocked");
        xml.WriteElementString("LeaseState", "available");
        xml.WriteElementString("ServerEncrypted", "false");
        xml.WriteEndElement();
    }

    private static void WriteContainer(XmlWriter xml, BlobRequest request, string name, bool withMetadata)
    {
        if (request.Store.GetContainer(request.Address.Account, name).GetContainerProperties() is not { } properties) return;
        xml.WriteStartElement("Container");
        xml.WriteElementString("Name", name);
        xml.WriteStartElement("Properties");
        xml.WriteElementString("Last-Modified", properties.LastModified.ToString("R"));
        xml.WriteElementString("Etag", properties.ETag);
        xml.WriteElementString("LeaseStatus", "unlocked");
        xml.WriteElementString("LeaseState", "available");
        xml.WriteEndElement();
        if (withMetadata) WriteMetadata(xml, properties.Metadata);
        xml.WriteEndElement();
    }

    private static void WriteMetadata(XmlWriter xml, IReadOnlyDictionary<string, string> metadata)
    {
        xml.WriteStartElement("Metadata");
        foreach (var (name, value) in metadata) xml.WriteElementString(name, value);
        xml.WriteEndElement();
    }

    // The caller's own text comes back in the document, whatever characters XML does not have.
    private static string XmlText(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
