using MediaPlatform.Media.Captions.Ttml;
using MediaPlatform.Media.Captions.WebVtt;

namespace MediaPlatform.Media.Captions;

/// <summary>
/// Reads a caption sidecar (.vtt, .ttml, .dfxp, .xml), told apart by content.
/// <code>
/// var document = CaptionParser.Parse(bytes);
/// var track = CaptionTrack.Create(document, CaptionForm.Imsc, new CaptionTrackOptions { Language = "en" });
/// // track.Track and track.Reader go where a stored text track goes: DASH, HLS CMAF, Smooth.
/// var segment = WebVttWriter.Segment(document, start, end, TsSegment.TimestampOffset); // HLS over TS
/// </code>
/// </summary>
public static class CaptionParser
{
    /// <exception cref="InvalidMediaException">The bytes are neither WebVTT nor TTML, or are damaged or too large.</exception>
    public static CaptionDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        CaptionLimits.CheckLength(bytes.Length);
        return WebVttParser.IsWebVtt(bytes.Span) ? WebVttParser.Parse(bytes.Span) : TtmlParser.Parse(bytes);
    }
}
