using System.Runtime.InteropServices;
using System.Xml;

namespace MediaPlatform.Media;

/// <summary>Reads XML of unknown origin: no DTD, no entity, nothing fetched, no more characters than allowed; comments and processing instructions are passed over.</summary>
internal static class UntrustedXml
{
    /// <param name="bytes">The document in any encoding that it declares.</param>
    /// <param name="maxLength">Largest document that is read, in bytes.</param>
    /// <param name="name">What it is, as errors call it: <c>The client manifest</c>.</param>
    /// <param name="read">Reads the document.</param>
    /// <param name="ignoreWhitespace">Whether white space between elements means nothing.</param>
    /// <exception cref="InvalidMediaException">The document is too large or not well-formed, or <paramref name="read"/> refuses it.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, int maxLength, string name, Func<XmlReader, T> read, bool ignoreWhitespace)
    {
        if (bytes.Length > maxLength)
        {
            throw new InvalidMediaException($"{name} is larger than {maxLength} bytes");
        }

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = ignoreWhitespace,
            MaxCharactersInDocument = maxLength,
        };
        try
        {
            using var stream = StreamOf(bytes);
            using var reader = XmlReader.Create(stream, settings);
            return read(reader);
        }
        catch (XmlException exception)
        {
            throw new InvalidMediaException($"{name} is not well-formed XML: line {exception.LineNumber}", inner: exception);
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
