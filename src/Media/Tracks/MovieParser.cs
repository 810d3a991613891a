using System.Text;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>Reads a whole moov box, ISO/IEC 14496-12 8.2, into drafts of its video, audio and text tracks.</summary>
internal static class MovieParser
{
    private static readonly string[] MuxerNameParts = ["handle", "Core Media", "Google Inc."];
    private static readonly string[] MuxerNames = ["video", "sound", "audio"];

    public static List<TrackDraft> Parse(BoxReader moov, SampleBudget budget, MediaLimits limits, out bool hasFragments)
    {
        var movieTimescale = ReadMovieTimescale(moov);
        var drafts = new List<TrackDraft>();
        var children = moov;
        while (children.TryReadChild(out var child))
        {
            if (child.Type != FourCC.Trak)
            {
                continue;
            }

            if (drafts.Count >= limits.MaxTracks)
            {
                throw child.Error($"File has more than {limits.MaxTracks} tracks");
            }

            if (ReadTrack(child, movieTimescale, budget, limits) is { } draft)
            {
                drafts.Add(draft);
            }
        }

        hasFragments = moov.TryFind(FourCC.Mvex, out var mvex);
        if (hasFragments)
        {
            ReadDefaults(mvex, drafts);
        }

        return drafts;
    }

    private static uint ReadMovieTimescale(BoxReader moov)
    {
        var mvhd = moov.Find(FourCC.Mvhd);
        var (version, _) = mvhd.VersionAndFlags();
        mvhd.Skip(version == 1 ? 16 : 8);
        var timescale = mvhd.UInt32();
        // Edit lists count in it: read as anything else they would cut away all samples or none.
        return timescale > 0 ? timescale : throw mvhd.Error("Movie timescale is zero");
    }

    private static TrackDraft? ReadTrack(BoxReader trak, uint movieTimescale, SampleBudget budget, MediaLimits limits)
    {
        var mdia = trak.Find(FourCC.Mdia);
        if (KindOf(mdia.Find(FourCC.Hdlr), out var title) is not { } kind)
        {
            return null;
        }

        var stbl = mdia.Find(FourCC.Minf).Find(FourCC.Stbl);
        var draft = new TrackDraft
        {
            Kind = kind,
            Title = title,
            Descriptions = SampleDescriptions.Parse(stbl.Find(FourCC.Stsd)),
            Samples = new SampleTable(limits.MaxSamples),
        };
        ReadHeader(trak.Find(FourCC.Tkhd), draft);
        ReadMediaHeader(mdia, draft);
        if (trak.TryFind(FourCC.Edts, out var edts) && edts.TryFind(FourCC.Elst, out var elst))
        {
            draft.Edits = EditList.Parse(elst, movieTimescale, draft.Timescale);
        }

        SampleTableParser.Parse(stbl, draft, budget);
        return draft;
    }

    private static TrackKind? KindOf(BoxReader hdlr, out string title)
    {
        hdlr.VersionAndFlags();
        hdlr.Skip(4);
        var handler = hdlr.FourCC();
        hdlr.Skip(12);
        title = Title(hdlr.Rest());
        return handler == FourCC.Vide ? TrackKind.Video
            : handler == FourCC.Soun ? TrackKind.Audio
            : handler == FourCC.Text || handler == FourCC.Subt || handler == FourCC.Sbtl || handler == FourCC.Clcp ? TrackKind.Text
            : null;
    }

    /// <summary>The handler name, unless it is one that a muxer writes by itself.</summary>
    private static string Title(ReadOnlySpan<byte> bytes)
    {
        // QuickTime stores the name with a length byte in front.
        if (bytes.Length > 1 && bytes[0] == bytes.Length - 1)
        {
            bytes = bytes[1..];
        }

        var end = bytes.IndexOf((byte)0);
        var name = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return name.Length > 256 || IsOfMuxer(name) ? "" : name;
    }

    // "SoundHandler" and the like of most, "SoundHandle" of Android, "Core Media Audio" of phones of Apple, "Sound" of Expression Encoder and AMS.
    private static bool IsOfMuxer(string name) =>
        MuxerNameParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        || MuxerNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static void ReadHeader(BoxReader tkhd, TrackDraft draft)
    {
        var (version, _) = tkhd.VersionAndFlags();
        tkhd.Skip(version == 1 ? 16 : 8);
        draft.TrackId = tkhd.UInt32();
        tkhd.Skip((version == 1 ? 12 : 8) + 16);
        draft.Traits = new TrackTraits(DisplayMatrix.Read(ref tkhd), CaptionServices.None);
    }

    private static void ReadMediaHeader(BoxReader mdia, TrackDraft draft)
    {
        var mdhd = mdia.Find(FourCC.Mdhd);
        var (version, _) = mdhd.VersionAndFlags();
        mdhd.Skip(version == 1 ? 16 : 8);
        draft.Timescale = mdhd.UInt32();
        if (draft.Timescale == 0)
        {
            throw mdhd.Error("Timescale is zero");
        }

        mdhd.Skip(version == 1 ? 8 : 4);
        draft.Language = Language(mdhd.UInt16());
        if (mdia.TryFind(FourCC.Elng, out var elng))
        {
            elng.VersionAndFlags();
            var tag = elng.NullTerminatedString();
            draft.Language = tag.Length is > 0 and <= 64 ? tag : draft.Language;
        }
    }

    /// <summary>Three letters of five bits each, ISO/IEC 14496-12 8.4.2.3; small values are Macintosh codes, of which 0 is English.</summary>
    private static string Language(ushort packed)
    {
        if (packed < 0x400 || packed == 0x7FFF)
        {
            return "und";
        }

        Span<char> letters = [(char)(((packed >> 10) & 31) + 0x60), (char)(((packed >> 5) & 31) + 0x60), (char)((packed & 31) + 0x60)];
        return letters.ContainsAnyExceptInRange('a', 'z') ? "und" : letters.ToString();
    }

    private static void ReadDefaults(BoxReader mvex, List<TrackDraft> drafts)
    {
        while (mvex.TryReadChild(out var trex))
        {
            if (trex.Type != FourCC.Trex)
            {
                continue;
            }

            trex.VersionAndFlags();
            var id = trex.UInt32();
            var description = trex.UInt32();
            var defaults = new SampleDefaults(trex.UInt32(), trex.UInt32(), trex.UInt32());
            foreach (var draft in drafts)
            {
                if (draft.TrackId == id)
                {
                    draft.Defaults = defaults;
                    draft.DefaultDescription = description;
                }
            }
        }
    }
}
