using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Lists;

/// <summary>Writes an XML document of bounded size (a page of a list) as the reply.</summary>
internal static class XmlReply
{
    public static async Task WriteAsync(HttpResponse response, Action<XmlWriter> write, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) })) write(xml);
        response.ContentType = "application/xml";
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
    }
}
