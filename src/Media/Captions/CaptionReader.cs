using System.Text;
using MediaPlatform.Media.Captions.Ttml;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Captions;

/// <summary>Reads the captions of a stored text track (<c>stpp</c> or <c>wvtt</c>), for outputs that want WebVTT.</summary>
public static class CaptionReader
{
    /// <exception cref="InvalidMediaException">The track is no text track that can be read, damaged, or too large.</exception>
    public static async ValueTask<CaptionDocument> ReadAsync(TrackIndex track, IMediaReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(reader);
        CaptionLimits.CheckLength(track.TotalBytes);
        var cues = new List<CaptionCue>();
        for (var sample = 0; sample < track.SampleCount; sample++)
        {
            var bytes = new byte[track.SampleSizes[sample]];
            if (await reader.ReadFullyAsync(track.OffsetOf(sample), bytes, cancellationToken).ConfigureAwait(false) != bytes.Length)
            {
                throw new InvalidMediaException("The stored file ends inside a caption", "", track.OffsetOf(sample));
            }

            var start = track.PresentationTime(sample).ToTimeSpan();
            cues.AddRange(CuesOf(track, bytes, start, start + track.SampleDuration(sample).ToTimeSpan()));
            CaptionLimits.CheckCount(cues.Count);
        }

        return new CaptionDocument([.. Joined(cues).OrderBy(cue => cue.Start)]) { Language = track.Language == "und" ? "" : track.Language };
    }

    private static IEnumerable<CaptionCue> CuesOf(TrackIndex track, byte[] bytes, TimeSpan start, TimeSpan end)
    {
        if (track.Format.SampleEntryType == FourCC.Wvtt)
        {
            return Boxes(bytes, start, end);
        }

        return bytes.Length == 0 ? [] : TtmlParser.Parse(bytes).Within(start, end).Select(cue => cue with
        {
            Start = cue.Start < start ? start : cue.Start,
            End = cue.End > end ? end : cue.End,
        });
    }

    private static List<CaptionCue> Boxes(byte[] bytes, TimeSpan start, TimeSpan end)
    {
        var cues = new List<CaptionCue>();
        var reader = new BoxReader(FourCC.Mdat, bytes);
        while (reader.TryReadChild(out var cue))
        {
            if (cue.Type == FourCC.Vttc && cue.TryFind(FourCC.Payl, out var payload) && end > start)
            {
                var settings = cue.TryFind("sttg", out var sttg) ? Text(sttg) : "";
                var id = cue.TryFind("iden", out var iden) ? Text(iden) : "";
                cues.Add(new CaptionCue(start, end, Text(payload)) { Settings = settings, Id = id });
            }
        }

        return cues;
    }

    private static string Text(BoxReader box) => Encoding.UTF8.GetString(box.Bytes(box.Remaining)).Trim('\n');

    /// <summary>A cue that was cut at the edges of fragments becomes one again.</summary>
    private static List<CaptionCue> Joined(List<CaptionCue> cues)
    {
        var joined = new List<CaptionCue>();
        var open = new Dictionary<(TimeSpan End, string Payload, string Settings), int>();
        foreach (var cue in cues)
        {
            if (open.Remove((cue.Start, cue.Payload, cue.Settings), out var earlier))
            {
                joined[earlier] = joined[earlier] with { End = cue.End };
            }
            else
            {
                earlier = joined.Count;
                joined.Add(cue);
            }

            open[(cue.End, cue.Payload, cue.Settings)] = earlier;
        }

        return joined;
    }
}
