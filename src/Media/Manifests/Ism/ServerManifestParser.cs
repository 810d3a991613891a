using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Ism;

/// <summary>
/// Reads server manifests of any age: with a byte order mark, with unknown metas and params, or with nothing but
/// <c>src</c>. DTDs and entities are refused, and so is a source that is not a plain file name of the container.
/// </summary>
public static class ServerManifestParser
{
    /// <summary>Largest manifest that is read, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    private const int MaxTracks = 512;
    private const int MaxDepth = 16;

    /// <exception cref="InvalidMediaException">The bytes are no server manifest, or name files outside of the asset.</exception>
    public static ServerManifest Parse(ReadOnlyMemory<byte> bytes) =>
        UntrustedXml.Read(bytes, MaxLength, "The server manifest", Read, ignoreWhitespace: true);

    private static ServerManifest Read(XmlReader reader)
    {
        reader.MoveToContent();
        if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "smil")
        {
            throw new InvalidMediaException("The server manifest has no smil element");
        }

        var manifest = new ServerManifest();
        var tracks = ImmutableArray.CreateBuilder<ServerManifestTrack>();
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw new InvalidMediaException("The server manifest is nested too deeply");
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "meta")
            {
                manifest = WithMeta(manifest, reader.GetAttribute("name"), reader.GetAttribute("content"));
            }
            else if (KindOf(reader.LocalName, reader) is { } kind)
            {
                if (tracks.Count == MaxTracks)
                {
                    throw new InvalidMediaException($"The server manifest lists more than {MaxTracks} tracks");
                }

                tracks.Add(ReadTrack(reader, kind));
            }
        }

        return manifest with { Tracks = tracks.ToImmutable() };
    }

    private static TrackKind? KindOf(string element, XmlReader reader) => element switch
    {
        "video" => TrackKind.Video,
        "audio" => TrackKind.Audio,
        "textstream" => TrackKind.Text,
        // A generic reference says what it is by its media type.
        "ref" when reader.GetAttribute("type") is { } type => type.Split('/')[0] switch
        {
            "video" => TrackKind.Video,
            "audio" => TrackKind.Audio,
            _ => TrackKind.Text,
        },
        _ => null,
    };

    private static ServerManifest WithMeta(ServerManifest manifest, string? name, string? content) => name?.ToLowerInvariant() switch
    {
        "formats" => manifest with { Formats = content },
        "clientmanifestrelativepath" => manifest with { ClientManifest = content is null ? null : FileName(content) },
        "fragmentsperhlssegment" when int.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 =>
            manifest with { FragmentsPerHlsSegment = count },
        _ => manifest,
    };

    private static ServerManifestTrack ReadTrack(XmlReader reader, TrackKind kind)
    {
        var source = FileName(reader.GetAttribute("src")
            ?? throw new InvalidMediaException($"A {reader.LocalName} element of the server manifest has no src"));
        var track = new ServerManifestTrack
        {
            Kind = kind,
            Source = source,
            Bitrate = Number(reader.GetAttribute("systemBitrate")),
            Language = Text(reader.GetAttribute("systemLanguage")),
            Title = Text(reader.GetAttribute("title")),
        };
        if (reader.IsEmptyElement)
        {
            return track;
        }

        var others = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        using var children = reader.ReadSubtree();
        children.Read();
        while (children.Read())
        {
            if (children.NodeType == XmlNodeType.Element && children.LocalName == "param"
                && children.GetAttribute("name") is { Length: > 0 } name)
            {
                track = WithParameter(track, name, children.GetAttribute("value") ?? "", others);
            }
        }

        return track with { OtherParameters = others.ToImmutable() };
    }

    private static ServerManifestTrack WithParameter(
        ServerManifestTrack track, string name, string value, ImmutableArray<KeyValuePair<string, string>>.Builder others)
    {
        if (Known(track, name, value) is { } known)
        {
            return known;
        }

        others.Add(new(name, value));
        return track;
    }

    private static ServerManifestTrack? Known(ServerManifestTrack track, string name, string value) => name.ToLowerInvariant() switch
    {
        "trackid" => track with { TrackId = (uint?)Number(value) },
        "trackname" => track with { Name = Text(value) },
        "systembitrate" => track with { Bitrate = Number(value) ?? track.Bitrate },
        "systemlanguage" => track with { Language = Text(value) ?? track.Language },
        "trackindex" => track with { IndexFile = Text(value) },
        "accessibility" => track with { Accessibility = Text(value) },
        "role" => track with { Role = Text(value) },
        "textdisplayname" or "displayname" => track with { DisplayName = Text(value) },
        "textisdefault" or "isdefault" => track with { IsDefault = IsTrue(value) },
        "texthlscharacteristic" or "hlscharacteristic" => track with { HlsCharacteristics = Text(value) },
        "isforced" => track with { IsForced = IsTrue(value) },
        "playervisibility" => track with { IsVisible = !value.Equals("Hidden", StringComparison.OrdinalIgnoreCase) },
        "outputflag" when value.Trim() == "0" => track with { IsVisible = false },
        "transcriptsrc" => track with { TranscriptSource = value.Length == 0 ? null : FileName(value) },
        _ => null,
    };

    /// <summary>Only plain names pass: no folder, no scheme, no way up.</summary>
    private static string FileName(string value)
    {
        var isPlain = value.Length is > 0 and <= 1024
            && value is not ("." or "..")
            && !value.AsSpan().ContainsAny("/\\:")
            && !value.AsSpan().ContainsAnyInRange('\0', '\x1f');
        return isPlain ? value : throw new InvalidMediaException("The server manifest names a file outside of the asset");
    }

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase) || value == "1";

    private static long? Number(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= uint.MaxValue ? number : null;
}
