using System.Text;
using System.Xml;

namespace MediaPlatform.KeyDelivery.PlayReady;

/// <summary>
/// A licence request of a PlayReady client, PlayReady Header Specification and MS-DRMRI: a SOAP message whose <c>LA</c> names the
/// keys in a WRMHEADER and carries the application's custom data. The signed parts are for the licence server.
/// </summary>
/// <param name="KeyIds">The keys that are asked for, at least one.</param>
/// <param name="Token">The token in the custom data, if any.</param>
internal sealed record PlayReadyChallenge(IReadOnlyList<Guid> KeyIds, string? Token)
{
    private const string BlockChaining = "AESCBC";
    private const string Protocol = "http://schemas.microsoft.com/DRM/2007/03/protocols";
    private const string Header = "http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader";
    private const string CustomData = "http://schemas.microsoft.com/Azure/MediaServices/KeyDelivery/PlayReadyCustomData/v1";
    private const int MaxDepth = 32;
    private const int MaxKeys = 16;
    private const int KeyIdBytes = 16;

    /// <summary>The keys whose samples are encrypted in cipher block chaining, which is <c>cbcs</c>; the others are in counter mode.</summary>
    public IReadOnlySet<Guid> BlockChainedKeyIds { get; init; } = new HashSet<Guid>();

    /// <summary>Reads a message; null when it is none, or names no key.</summary>
    public static PlayReadyChallenge? Parse(byte[] message)
    {
        try
        {
            using var reader = Open(new MemoryStream(message, writable: false));
            return Read(reader);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    // No document type, so no entities; nothing outside the message is read.
    private static XmlReader Open(Stream message) => XmlReader.Create(
        message, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, CloseInput = true });

    private static PlayReadyChallenge? Read(XmlReader reader)
    {
        var keyIds = new List<Guid>();
        var blockChained = new HashSet<Guid>();
        string? token = null;
        var isRequest = false;
        while (!reader.EOF)
        {
            if (reader.Depth > MaxDepth || keyIds.Count > MaxKeys)
            {
                return null;
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
                continue;
            }

            switch (reader.LocalName)
            {
                case "LA" when reader.NamespaceURI == Protocol:
                    isRequest = true;
                    reader.Read();
                    break;
                case "KID" when isRequest && reader.NamespaceURI == Header:
                    var isBlockChained = reader.GetAttribute("ALGID") == BlockChaining;
                    keyIds.Add(ReadKeyId(reader));
                    if (isBlockChained)
                    {
                        blockChained.Add(keyIds[^1]);
                    }

                    break;
                case "CustomData" when isRequest && reader.NamespaceURI is Protocol or CustomData:
                    // Read whether it counts or not, else the reader would stay where it is for ever.
                    var data = ReadCustomData(reader);
                    token ??= data;
                    break;
                default:
                    reader.Read();
                    break;
            }
        }

        return keyIds.Count is 0 or > MaxKeys ? null : new([.. keyIds.Distinct()], token) { BlockChainedKeyIds = blockChained };
    }

    // Header 4.0 has the id as text, 4.1 and later as VALUE; in both the fields of the GUID are little-endian.
    private static Guid ReadKeyId(XmlReader reader)
    {
        var text = reader.GetAttribute("VALUE") is { } value ? Skip(reader, value) : reader.ReadElementContentAsString();
        var bytes = Convert.FromBase64String(text);
        return bytes.Length == KeyIdBytes ? new Guid(bytes) : throw new FormatException("A key id is 16 bytes.");
    }

    private static string Skip(XmlReader reader, string value)
    {
        reader.Skip();
        return value;
    }

    // Players hand custom data over as text. Applications that write the message themselves put the elements in as they are.
    private static string? ReadCustomData(XmlReader reader)
    {
        using var data = reader.ReadSubtree();
        data.Read();
        var text = new StringBuilder();
        string? token = null;
        while (data.Read())
        {
            if (token is null && data is { NodeType: XmlNodeType.Element, LocalName: "Token", NamespaceURI: CustomData })
            {
                token = data.ReadString().Trim();
            }
            else if (data.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text.Append(data.Value);
            }
        }

        if (reader.NodeType == XmlNodeType.Element)
        {
            // An empty element has no end to stand at.
            reader.Read();
        }

        return token ?? ReadToken(text.ToString());
    }

    // Custom data is any text of the application's; only the form that AMS gave it is looked into.
    private static string? ReadToken(string text)
    {
        try
        {
            using var reader = Open(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            return reader.MoveToContent() == XmlNodeType.Element && reader is { LocalName: "CustomData", NamespaceURI: CustomData }
                && reader.ReadToDescendant("Token", CustomData) ? reader.ReadElementContentAsString().Trim() : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
