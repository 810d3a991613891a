using System.Globalization;
using System.Text;
using System.Xml;

namespace MediaPlatform.Media.Manifests.Ism;

/// <summary>Writes server manifests in the form of the AMS encoder, so that AMS tools read them.</summary>
public static class ServerManifestWriter
{
    private const string Namespace = "http://www.w3.org/2001/SMIL20/Language";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <summary>The manifest as UTF-8 without a byte order mark.</summary>
    public static byte[] Write(ServerManifest manifest)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            writer.WriteStartElement("smil", Namespace);
            writer.WriteStartElement("head");
            WriteMeta(writer, "formats", manifest.Formats);
            WriteMeta(writer, "fragmentsPerHLSSegment", manifest.FragmentsPerHlsSegment?.ToString(CultureInfo.InvariantCulture));
            WriteMeta(writer, "clientManifestRelativePath", manifest.ClientManifest);
            writer.WriteEndElement();
            writer.WriteStartElement("body");
            writer.WriteStartElement("switch");
            foreach (var track in manifest.Tracks)
            {
                WriteTrack(writer, track);
            }
        }

        return stream.ToArray();
    }

    private static void WriteTrack(XmlWriter writer, ServerManifestTrack track)
    {
        var bitrate = track.Bitrate?.ToString(CultureInfo.InvariantCulture);
        writer.WriteStartElement(ServerManifestTrack.ElementName(track.Kind));
        writer.WriteAttributeString("src", track.Source);
        WriteAttribute(writer, "systemBitrate", bitrate);
        WriteAttribute(writer, "systemLanguage", track.Language);
        WriteAttribute(writer, "title", track.Title);
        WriteParameter(writer, "systemBitrate", bitrate);
        WriteParameter(writer, "trackID", track.TrackId?.ToString(CultureInfo.InvariantCulture));
        WriteParameter(writer, "trackName", track.Name);
        WriteParameter(writer, "systemLanguage", track.Language);
        WriteParameter(writer, "trackIndex", track.IndexFile);
        WriteParameter(writer, "accessibility", track.Accessibility);
        WriteParameter(writer, "role", track.Role);
        WriteParameter(writer, "transcriptsrc", track.TranscriptSource);
        WriteParameter(writer, "textDisplayName", track.DisplayName);
        WriteParameter(writer, "textIsDefault", track.IsDefault is null ? null : track.IsDefault.Value ? "TRUE" : "FALSE");
        WriteParameter(writer, "textHlsCharacteristic", track.HlsCharacteristics);
        WriteParameter(writer, "isForced", track.IsForced ? "TRUE" : null);
        WriteParameter(writer, "playerVisibility", track.IsVisible ? null : "Hidden");
        foreach (var (name, value) in track.OtherParameters)
        {
            WriteParameter(writer, name, value);
        }

        writer.WriteEndElement();
    }

    private static void WriteMeta(XmlWriter writer, string name, string? content)
    {
        if (content is not null)
        {
            writer.WriteStartElement("meta");
            writer.WriteAttributeString("name", name);
            writer.WriteAttributeString("content", content);
            writer.WriteEndElement();
        }
    }

    private static void WriteAttribute(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteAttributeString(name, value);
        }
    }

    private static void WriteParameter(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteStartElement("param");
            writer.WriteAttributeString("name", name);
            writer.WriteAttributeString("value", value);
            writer.WriteAttributeString("valuetype", "data");
            writer.WriteEndElement();
        }
    }
}
