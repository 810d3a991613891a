using System.Globalization;
using System.Text;

namespace MediaPlatform.Media.Captions.WebVtt;

/// <summary>Writes WebVTT files and HLS segments of them.</summary>
public static class WebVttWriter
{
    /// <summary>The whole document as a file.</summary>
    public static byte[] File(CaptionDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder("WEBVTT\n");
        if (document.Language.Length > 0)
        {
            text.Append("Language: ").Append(document.Language).Append('\n');
        }

        return Finish(text, document, document.Cues);
    }

    /// <summary>
    /// One HLS segment, RFC 8216 3.5. Times are those of the presentation, counted like the timestamps of transport streams from their last turn of 33 bits before
    /// the segment: shaka-player adds whole turns by where the segment is. A cue that crosses an edge is repeated in both segments, and a segment without cues is valid.
    /// </summary>
    /// <param name="document">All captions.</param>
    /// <param name="start">Start of the segment, 100 ns.</param>
    /// <param name="end">End of the segment, 100 ns.</param>
    /// <param name="mpegTs">
    /// 90 kHz timestamp of presentation time 0 in the media segments beside: TsSegment.TimestampOffset for transport
    /// streams, 0 for CMAF.
    /// </param>
    public static byte[] Segment(CaptionDocument document, long start, long end, long mpegTs)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder("WEBVTT\n");
        text.Append(CultureInfo.InvariantCulture, $"X-TIMESTAMP-MAP=MPEGTS:{mpegTs},LOCAL:00:00:00.000\n");
        var cues = document.Within(new TimeSpan(start), new TimeSpan(end));
        var turn = new TimeSpan(TicksOfTurns(TurnsBefore(start)));
        return Finish(text, document, turn == TimeSpan.Zero ? cues : cues.Select(cue => cue with { Start = Since(cue.Start), End = Since(cue.End) }));

        TimeSpan Since(TimeSpan time) => time > turn ? time - turn : TimeSpan.Zero;
    }

    /// <summary>How often timestamps of 33 bits at 90 kHz have begun anew before a time, 100 ns: every 26.5 hours.</summary>
    public static long TurnsBefore(long time) => time / TicksOfTurns(1);

    private static long TicksOfTurns(long turns) => (long)((Int128)turns * (1L << 33) * MediaTime.PresentationTimescale / MediaTime.TransportStreamTimescale);

    private static byte[] Finish(StringBuilder text, CaptionDocument document, IEnumerable<CaptionCue> cues)
    {
        foreach (var block in document.Blocks)
        {
            text.Append('\n').Append(block).Append('\n');
        }

        foreach (var cue in cues)
        {
            text.Append('\n');
            if (cue.Id.Length > 0)
            {
                text.Append(cue.Id).Append('\n');
            }

            text.Append(WebVttTime.Write(cue.Start)).Append(" --> ").Append(WebVttTime.Write(cue.End));
            text.Append(cue.Settings.Length > 0 ? " " : "").Append(cue.Settings).Append('\n').Append(cue.Payload).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
