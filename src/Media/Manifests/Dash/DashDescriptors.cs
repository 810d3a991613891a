using System.Globalization;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>Descriptors of an AdaptationSet, in the order of the schema: channels, protection, properties, label, accessibility, role.</summary>
internal static class DashDescriptors
{
    private const string Indent = "         ";
    private const string Roles = "urn:mpeg:dash:role:2011";
    private const string Channels = "urn:mpeg:mpegB:cicp:ChannelConfiguration";
    private const string DolbyChannels = "tag:dolby.com,2014:dash:audio_channel_configuration:2011";
    private const string ColourScheme = "urn:mpeg:mpegB:cicp:";
    private const string JocType = "tag:dolby.com,2018:dash:EC3_ExtensionType:2018";
    private const string JocComplexity = "tag:dolby.com,2018:dash:EC3_ExtensionComplexityIndex:2018";

    // WAVEFORMATEXTENSIBLE speaker bits beside the bits of ETSI TS 102 366 table I.1.1, left channel first.
    private static readonly (uint Speakers, ushort Dolby)[] DolbySpeakers =
    [
        (0x1, 0x8000), (0x4, 0x4000), (0x2, 0x2000), (0x10, 0x1000), (0x20, 0x0800), (0xC0, 0x0400),
        (0x600, 0x0200), (0x100, 0x0100), (0x800, 0x0080), (0x5000, 0x0010), (0x2000, 0x0004), (0x8, 0x0001),
    ];

    public static void Write(ManifestText text, SwitchingSet set, TrackFormat format, TrackSignal? protection)
    {
        if (set.Kind == TrackKind.Audio && HaveSameChannels(set))
        {
            WriteChannels(text, format, Indent);
        }

        DashProtection.Write(text, protection);
        if (set.Kind == TrackKind.Video && format.Colour is { } colour)
        {
            WriteColour(text, colour);
        }

        if (format.IsJoc)
        {
            Descriptor(text, "SupplementalProperty", JocType, "JOC");
            Descriptor(text, "SupplementalProperty", JocComplexity, format.JocComplexity.ToString(CultureInfo.InvariantCulture));
        }

        if (set.Label.Length > 0)
        {
            text.Line($"         <Label>{ManifestNames.Xml(set.Label)}</Label>");
        }

        WriteCaptions(text, format);
        if (set.Accessibility.Length > 0)
        {
            Descriptor(text, "Accessibility", Roles, set.Accessibility);
        }

        if (set.Role.Length > 0 || set.IsCaption)
        {
            Descriptor(text, "Role", Roles, set.Role.Length > 0 ? set.Role : SwitchingSet.CaptionRole);
        }
    }

    /// <summary>Whether all levels have the speakers that the set announces; otherwise each level announces its own.</summary>
    public static bool HaveSameChannels(SwitchingSet set) =>
        set.Renditions.All(rendition => (rendition.Format.Channels, rendition.Format.ChannelMask) == (set.Renditions[0].Format.Channels, set.Renditions[0].Format.ChannelMask));

    /// <summary>AudioChannelConfiguration of one level or of all.</summary>
    public static void WriteChannels(ManifestText text, TrackFormat format, string indent)
    {
        if (format.Codec is Codec.Eac3 or Codec.Ac3 && format.ChannelMask != 0)
        {
            Descriptor(text, "AudioChannelConfiguration", DolbyChannels, DolbyMask(format.ChannelMask).ToString("X4", CultureInfo.InvariantCulture), indent);
        }
        else if (format.Channels > 0)
        {
            Descriptor(text, "AudioChannelConfiguration", Channels, ChannelConfiguration(format.Channels).ToString(CultureInfo.InvariantCulture), indent);
        }
    }

    // ISO/IEC 23091-3: one to six channels count themselves, eight are 7.1 with front wides or backs (12).
    private static int ChannelConfiguration(int channels) => channels switch
    {
        7 => 11,
        8 => 12,
        _ => channels,
    };

    private static ushort DolbyMask(uint speakers)
    {
        ushort mask = 0;
        foreach (var (speaker, dolby) in DolbySpeakers)
        {
            mask |= (speakers & speaker) != 0 ? dolby : (ushort)0;
        }

        return mask;
    }

    private static void WriteColour(ManifestText text, ColourDescription colour)
    {
        // A player that does not know the transfer of HDR shows wrong pictures, so it must understand these.
        var element = colour.IsPq || colour.IsHlg ? "EssentialProperty" : "SupplementalProperty";
        foreach (var (name, value) in new[] { ("ColourPrimaries", colour.Primaries), ("TransferCharacteristics", colour.Transfer), ("MatrixCoefficients", colour.Matrix) })
        {
            Descriptor(text, element, ColourScheme + name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteCaptions(ManifestText text, TrackFormat format)
    {
        if ((format.Captions & CaptionServices.Cea608) != 0)
        {
            Descriptor(text, "Accessibility", "urn:scte:dash:cc:cea-608:2015", "CC1=eng");
        }

        if ((format.Captions & CaptionServices.Cea708) != 0)
        {
            Descriptor(text, "Accessibility", "urn:scte:dash:cc:cea-708:2015", "1=lang:eng");
        }
    }

    private static void Descriptor(ManifestText text, string element, string scheme, string value, string indent = Indent) =>
        text.Line($"{indent}<{element} schemeIdUri=\"{scheme}\" value=\"{ManifestNames.Xml(value)}\" />");
}
