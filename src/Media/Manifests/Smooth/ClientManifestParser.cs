using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Smooth;

/// <summary>Reads stored client manifests (<c>.ismc</c>), MS-SSTR 2.2.2. DTDs and entities are refused; what is not needed is passed over.</summary>
public static class ClientManifestParser
{
    /// <summary>Largest manifest that is read, in bytes: a day of two-second fragments in a hundred streams fits.</summary>
    public const int MaxLength = 32 << 20;

    private const int MaxStreams = 512;
    private const int MaxFragments = 2_000_000;
    private const int MaxAllFragments = 5_000_000;
    private const int MaxDepth = 32;

    /// <exception cref="InvalidMediaException">The bytes are no client manifest.</exception>
    public static ClientManifest Parse(ReadOnlyMemory<byte> bytes) =>
        UntrustedXml.Read(bytes, MaxLength, "The client manifest", Read, ignoreWhitespace: true);

    private static ClientManifest Read(XmlReader reader)
    {
        reader.MoveToContent();
        if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "SmoothStreamingMedia")
        {
            throw new InvalidMediaException("The client manifest has no SmoothStreamingMedia element");
        }

        var timescale = Timescale(reader) ?? MediaTime.PresentationTimescale;
        var streams = ImmutableArray.CreateBuilder<ClientManifestStream>();
        var left = MaxAllFragments;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "StreamIndex")
            {
                continue;
            }

            if (streams.Count == MaxStreams)
            {
                throw new InvalidMediaException($"The client manifest lists more than {MaxStreams} streams");
            }

            // An element of few bytes may stand for any number of fragments, so they are counted over all streams.
            if (ReadStream(reader, timescale, Math.Min(left, MaxFragments)) is { } stream)
            {
                left -= stream.Times.Length;
                streams.Add(stream);
            }
        }

        return new ClientManifest(streams.ToImmutable());
    }

    private static ClientManifestStream? ReadStream(XmlReader reader, uint movieTimescale, int mostFragments)
    {
        var type = reader.GetAttribute("Type") ?? "";
        if (KindOf(type) is not { } kind)
        {
            return null;
        }

        var name = reader.GetAttribute("Name") is { Length: > 0 } given ? given : type.ToLowerInvariant();
        var language = reader.GetAttribute("Language") is { Length: > 0 } tag ? tag : null;
        var timescale = Timescale(reader) ?? movieTimescale;
        var (bitrates, times) = ReadChildren(reader, mostFragments);
        return new ClientManifestStream(kind, name, timescale, language, bitrates, times);
    }

    private static TrackKind? KindOf(string type) => type.ToLowerInvariant() switch
    {
        "video" => TrackKind.Video,
        "audio" => TrackKind.Audio,
        "text" => TrackKind.Text,
        _ => null,
    };

    private static (ImmutableArray<long> Bitrates, ImmutableArray<long> Times) ReadChildren(XmlReader reader, int mostFragments)
    {
        var bitrates = ImmutableArray.CreateBuilder<long>();
        var times = ImmutableArray.CreateBuilder<long>();
        if (reader.IsEmptyElement)
        {
            return ([], []);
        }

        using var children = reader.ReadSubtree();
        children.Read();
        long at = 0;
        while (children.Read())
        {
            if (children.Depth > MaxDepth)
            {
                throw new InvalidMediaException("The client manifest is nested too deeply");
            }

            if (children.NodeType == XmlNodeType.Element && children.LocalName == "QualityLevel")
            {
                bitrates.Add(Number(children, "Bitrate") ?? 0);
            }
            else if (children.NodeType == XmlNodeType.Element && children is { LocalName: "c", Depth: 1 })
            {
                at = AddFragments(children, at, times, mostFragments);
            }
        }

        return (bitrates.ToImmutable(), times.ToImmutable());
    }

    // r counts all fragments of the element, unlike in DASH.
    private static long AddFragments(XmlReader element, long at, ImmutableArray<long>.Builder times, int most)
    {
        at = Number(element, "t") ?? at;
        var duration = Number(element, "d") ?? 0;
        var count = Math.Max(1, Number(element, "r") ?? 1);
        if (count > most - times.Count || duration > (long.MaxValue - at) / count)
        {
            throw new InvalidMediaException("The client manifest lists more fragments than a stream may have");
        }

        for (var i = 0L; i < count; i++)
        {
            times.Add(at);
            at += duration;
        }

        return at;
    }

    private static uint? Timescale(XmlReader element) => Number(element, "TimeScale") is { } number and > 0 and <= uint.MaxValue ? (uint)number : null;

    private static long? Number(XmlReader element, string attribute) =>
        long.TryParse(element.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
