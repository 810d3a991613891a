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
    /// <summary>Whether a file of this name is a sidecar, and no container of text tracks.</summary>
    public static bool IsSidecar(string name) => Path.GetExtension(name)?.ToLowerInvariant() is ".vtt" or ".ttml" or ".dfxp" or ".xml";

    /// <summary>Reads a whole sidecar.</summary>
    /// <exception cref="InvalidMediaException">The file is neither WebVTT nor TTML, or is damaged or too large.</exception>
    public static async ValueTask<CaptionDocument> ReadAsync(IMediaReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        CaptionLimits.CheckLength(reader.Length);
        var bytes = new byte[reader.Length];
        var length = await reader.ReadFullyAsync(0, bytes, cancellationToken).ConfigureAwait(false);
        return Parse(bytes.AsMemory(0, length));
    }

    /// <exception cref="InvalidMediaException">The bytes are neither WebVTT nor TTML, or are damaged or too large.</exception>
    public static CaptionDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        CaptionLimits.CheckLength(bytes.Length);
        return WebVttParser.IsWebVtt(bytes.Span) ? WebVttParser.Parse(bytes.Span) : TtmlParser.Parse(bytes);
    }
}
