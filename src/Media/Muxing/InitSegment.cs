using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Muxing;

/// <summary>
/// Writes the init segment of one track:
/// <code>
/// ftyp
/// moov
///   mvhd
///   trak
///     tkhd
///     [edts: elst]
///     mdia
///       mdhd, [elng], hdlr
///       minf
///         vmhd | smhd | sthd
///         dinf, dref, url
///         stbl: stsd, stts, stsc, stsz, stco (empty)
///   mvex
///     trex
///   [pssh ...]
/// </code>
/// </summary>
internal static class InitSegment
{
    /// <summary>Number of the only track.</summary>
    public const uint TrackId = 1;

    private const int FixedBytes = 1024;
    private const uint UndeterminedLanguage = 0x55C4;

    public static byte[] Write(TrackIndex track, in InitSegmentOptions options)
    {
        var entry = options.SampleEntry.IsEmpty ? track.Format.SampleEntry : options.SampleEntry;
        var language = options.Language ?? track.Language;
        var buffer = new byte[FixedBytes + entry.Length + options.MovieBoxes.Length + (language.Length * 3)];
        var writer = new BoxWriter(buffer);
        WriteFileType(ref writer, options.Flavour);
        var moov = writer.Begin(FourCC.Moov);
        WriteMovieHeader(ref writer, track.Timescale, options.TrackNumber);
        var trak = writer.Begin(FourCC.Trak);
        WriteTrackHeader(ref writer, track.Format, options.TrackNumber);
        WriteEditList(ref writer, track.CompositionDelay);
        WriteMedia(ref writer, track, entry.Span, language);
        writer.End(trak);
        var mvex = writer.Begin(FourCC.Mvex);
        WriteTrackExtends(ref writer, options.TrackNumber);
        writer.End(mvex);
        writer.Bytes(options.MovieBoxes.Span);
        writer.End(moov);
        return buffer.AsSpan(0, writer.Position).ToArray();
    }

    private static void WriteFileType(ref BoxWriter writer, Fmp4Flavour flavour)
    {
        var ftyp = writer.Begin(FourCC.Ftyp);
        if (flavour == Fmp4Flavour.Csf)
        {
            writer.FourCC(FourCC.Ccff);
            writer.UInt32(1);
            writer.FourCC(FourCC.Ccff);
            writer.FourCC(FourCC.Iso6);
            writer.FourCC(FourCC.Dash);
        }
        else
        {
            writer.FourCC(FourCC.Cmfc);
            writer.UInt32(0);
            writer.FourCC(FourCC.Iso6);
            writer.FourCC(FourCC.Cmfc);
            writer.FourCC(FourCC.Dash);
        }

        writer.End(ftyp);
    }

    private static void WriteMovieHeader(ref BoxWriter writer, uint timescale, uint number)
    {
        var mvhd = writer.Begin(FourCC.Mvhd, 0, 0);
        writer.Zeros(8);
        writer.UInt32(timescale);
        writer.UInt32(0);
        writer.UInt32(0x00010000);
        writer.UInt16(0x0100);
        writer.Zeros(10);
        DisplayMatrix.Write(ref writer, Rotation.None, 0, 0);
        writer.Zeros(24);
        writer.UInt32(number + 1);
        writer.End(mvhd);
    }

    private static void WriteTrackHeader(ref BoxWriter writer, TrackFormat format, uint number)
    {
        const uint enabledInMovieAndPreview = 7;
        var tkhd = writer.Begin(FourCC.Tkhd, 0, enabledInMovieAndPreview);
        writer.Zeros(8);
        writer.UInt32(number);
        writer.Zeros(4 + 4 + 8 + 2);
        writer.UInt16(0);
        writer.UInt16(format.Kind == TrackKind.Audio ? (ushort)0x0100 : (ushort)0);
        writer.Zeros(2);
        DisplayMatrix.Write(ref writer, format.Rotation, format.DisplayWidth, format.Height);
        writer.UInt32(format.Kind == TrackKind.Video ? (uint)format.DisplayWidth << 16 : 0);
        writer.UInt32(format.Kind == TrackKind.Video ? (uint)format.Height << 16 : 0);
        writer.End(tkhd);
    }

    /// <summary>Takes back the reorder delay, so that the first picture is shown at the decode time of the fragment.</summary>
    private static void WriteEditList(ref BoxWriter writer, int delay)
    {
        if (delay == 0)
        {
            return;
        }

        var edts = writer.Begin(FourCC.Edts);
        var elst = writer.Begin(FourCC.Elst, 0, 0);
        writer.UInt32(1);
        writer.UInt32(0);
        writer.Int32(delay);
        writer.UInt32(0x00010000);
        writer.End(elst);
        writer.End(edts);
    }

    private static void WriteMedia(ref BoxWriter writer, TrackIndex track, scoped ReadOnlySpan<byte> entry, string language)
    {
        var mdia = writer.Begin(FourCC.Mdia);
        var mdhd = writer.Begin(FourCC.Mdhd, 0, 0);
        writer.Zeros(8);
        writer.UInt32(track.Timescale);
        writer.UInt32(0);
        var packed = PackLanguage(language);
        writer.UInt16((ushort)packed);
        writer.UInt16(0);
        writer.End(mdhd);
        WriteHandler(ref writer, track.Format);
        if (packed == UndeterminedLanguage && language.Length > 0 && language != "und")
        {
            var elng = writer.Begin(FourCC.Elng, 0, 0);
            writer.NullTerminatedString(language);
            writer.End(elng);
        }

        WriteMediaInformation(ref writer, track.Format, entry);
        writer.End(mdia);
    }

    private static void WriteHandler(ref BoxWriter writer, TrackFormat format)
    {
        var hdlr = writer.Begin(FourCC.Hdlr, 0, 0);
        writer.UInt32(0);
        writer.FourCC(format.Kind switch
        {
            TrackKind.Video => FourCC.Vide,
            TrackKind.Audio => FourCC.Soun,
            _ => format.SampleEntryType == FourCC.Wvtt ? FourCC.Text : FourCC.Subt,
        });
        writer.Zeros(12);
        writer.UInt8(0);
        writer.End(hdlr);
    }

    private static void WriteMediaInformation(ref BoxWriter writer, TrackFormat format, scoped ReadOnlySpan<byte> entry)
    {
        var minf = writer.Begin(FourCC.Minf);
        WriteMediaHeader(ref writer, format);
        var dinf = writer.Begin(FourCC.Dinf);
        var dref = writer.Begin(FourCC.Dref, 0, 0);
        writer.UInt32(1);
        writer.End(writer.Begin(FourCC.UrlBox, 0, 1));
        writer.End(dref);
        writer.End(dinf);
        var stbl = writer.Begin(FourCC.Stbl);
        var stsd = writer.Begin(FourCC.Stsd, 0, 0);
        writer.UInt32(1);
        writer.Bytes(entry);
        writer.End(stsd);
        WriteEmptyTable(ref writer, FourCC.Stts, 4);
        WriteEmptyTable(ref writer, FourCC.Stsc, 4);
        WriteEmptyTable(ref writer, FourCC.Stsz, 8);
        WriteEmptyTable(ref writer, FourCC.Stco, 4);
        writer.End(stbl);
        writer.End(minf);
    }

    private static void WriteMediaHeader(ref BoxWriter writer, TrackFormat format)
    {
        if (format.Kind == TrackKind.Text)
        {
            var header = writer.Begin(format.SampleEntryType == FourCC.Wvtt ? FourCC.Nmhd : FourCC.Sthd, 0, 0);
            writer.End(header);
            return;
        }

        var video = format.Kind == TrackKind.Video;
        var box = writer.Begin(video ? FourCC.Vmhd : FourCC.Smhd, 0, video ? 1u : 0u);
        writer.Zeros(video ? 8 : 4);
        writer.End(box);
    }

    private static void WriteEmptyTable(ref BoxWriter writer, FourCC type, int bytes)
    {
        var table = writer.Begin(type, 0, 0);
        writer.Zeros(bytes);
        writer.End(table);
    }

    private static void WriteTrackExtends(ref BoxWriter writer, uint number)
    {
        var trex = writer.Begin(FourCC.Trex, 0, 0);
        writer.UInt32(number);
        writer.UInt32(1);
        writer.Zeros(12);
        writer.End(trex);
    }

    /// <summary>Three letters in fifteen bits; other tags are written as undetermined, with elng beside.</summary>
    private static uint PackLanguage(string language) =>
        language.Length == 3 && !language.AsSpan().ContainsAnyExceptInRange('a', 'z')
            ? (uint)(((language[0] - 0x60) << 10) | ((language[1] - 0x60) << 5) | (language[2] - 0x60))
            : UndeterminedLanguage;
}
