using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Captions;

/// <summary>
/// Captions as a text track: an index over samples in memory, which goes wherever a stored text track goes (DASH and
/// HLS CMAF segments, Smooth fragments), or is written to a <c>.cmft</c> file.
/// </summary>
public sealed class CaptionTrack
{
    /// <summary>Ticks per second: the precision of WebVTT.</summary>
    private const uint Timescale = 1000;

    private const int MaxFragments = 200_000;

    private readonly byte[] _samples;

    private CaptionTrack(TrackIndex track, byte[] samples)
    {
        Track = track;
        _samples = samples;
        Reader = new MemoryMediaReader(samples);
    }

    /// <summary>Format and sample tables; offsets are those in <see cref="Reader"/>.</summary>
    public TrackIndex Track { get; }

    /// <summary>The samples one after the other.</summary>
    public IMediaReader Reader { get; }

    /// <summary>Makes a track of a document.</summary>
    /// <exception cref="InvalidMediaException">The document is too long.</exception>
    public static CaptionTrack Create(CaptionDocument document, CaptionForm form, CaptionTrackOptions options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        var language = options.Language ?? document.Language;
        var draft = new TrackDraft
        {
            TrackId = InitSegment.TrackId,
            Kind = TrackKind.Text,
            Timescale = Timescale,
            Language = language.Length == 0 ? "und" : language,
            Title = options.Title,
            Descriptions = new SampleDescriptions(CaptionSampleEntry.Write(form)),
            Samples = new SampleTable(MaxFragments * 16),
        };
        var step = Math.Max(100, (long)options.Fragment.TotalMilliseconds);
        var begin = (long)options.Start.TotalMilliseconds;
        var last = options.Duration is { Ticks: > 0 } length ? options.Start + length : document.End;
        var end = (long)Math.Ceiling(last.TotalMilliseconds);
        if ((end - begin) / step > MaxFragments)
        {
            throw new InvalidMediaException($"Captions reach over more than {MaxFragments} fragments");
        }

        var samples = new CaptionSamples(document, form, language);
        for (var start = begin; start < Math.Max(end, begin + 1); start += step)
        {
            draft.Samples.Fragments.Add((draft.Samples.Count, start));
            samples.AddFragment(draft.Samples, start, Math.Max(start + 1, Math.Min(start + step, end)));
        }

        return new CaptionTrack(TrackIndexBuilder.Build(draft), samples.ToArray());
    }

    /// <summary>The beginning (ftyp, moov) of a file of TTML in fragments, for fragments that were stored without one.</summary>
    /// <param name="fragment">The first fragment, which says what number the track has.</param>
    /// <param name="timescale">Ticks per second of the fragments.</param>
    /// <param name="language">Language tag, or null.</param>
    /// <exception cref="InvalidMediaException">The bytes are no fragment.</exception>
    public static byte[] BeginningFor(ReadOnlySpan<byte> fragment, uint timescale, string? language)
    {
        var moof = new BoxReader(FourCC.Mdat, fragment).Find(FourCC.Moof);
        var tfhd = moof.Find(FourCC.Traf).Find(FourCC.Tfhd);
        tfhd.VersionAndFlags();
        var number = tfhd.UInt32();
        var draft = new TrackDraft
        {
            TrackId = number,
            Kind = TrackKind.Text,
            Timescale = timescale,
            Language = string.IsNullOrEmpty(language) ? "und" : language,
            Descriptions = new SampleDescriptions(CaptionSampleEntry.Write(CaptionForm.Imsc)),
            Samples = new SampleTable(1),
        };
        return Fmp4Muxer.InitSegment(TrackIndexBuilder.Build(draft), new InitSegmentOptions(Fmp4Flavour.Cmaf) { TrackNumber = number });
    }

    /// <summary>The track as a CMAF text file (<c>.cmft</c>): init segment, then one moof and mdat per fragment.</summary>
    public byte[] ToFile()
    {
        using var file = new MemoryStream();
        file.Write(Fmp4Muxer.InitSegment(Track, new InitSegmentOptions(Fmp4Flavour.Cmaf)));
        var starts = Track.FragmentStarts;
        for (var i = 0; i < starts.Length; i++)
        {
            var first = (int)starts[i];
            var end = i + 1 < starts.Length ? (int)starts[i + 1] : Track.SampleCount;
            var layout = Fmp4Muxer.LayOut(Track, new SampleRange(first, end - first), new SegmentOptions(Fmp4Flavour.Cmaf, (uint)i + 1));
            var header = new byte[layout.HeaderLength];
            layout.WriteHeader(header);
            file.Write(header);
            foreach (var range in layout.Ranges)
            {
                file.Write(_samples, (int)range.Offset, (int)range.Length);
            }
        }

        return file.ToArray();
    }
}
