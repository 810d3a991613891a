using System.Globalization;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>Messages of sparse tracks as fragments of Smooth Streaming, for players that do not take them from the manifest.</summary>
internal static class EventFragment
{
    /// <summary>The fragment that a URL names; null when it names no track of events.</summary>
    /// <exception cref="OriginException">There is such a track, but not what is asked of it.</exception>
    public static Segment? Find(AssetSource asset, in StreamingUrl url)
    {
        if (asset.Presentation.Events.IsEmpty || url.Kind != RequestKind.Fragment || url.Format is not (StreamingFormat.Smooth or StreamingFormat.SmoothV20))
        {
            return null;
        }

        foreach (var track in asset.Presentation.Events)
        {
            if (url.TrackName.Span.Equals(track.Name, StringComparison.OrdinalIgnoreCase))
            {
                return Find(track, url);
            }
        }

        return null;
    }

    private static MemorySegment Find(EventTrack track, in StreamingUrl url)
    {
        if (url.Bitrate != EventTrack.Bitrate)
        {
            throw new OriginException(MpeErrors.MediaEntryNotFound);
        }

        foreach (var one in track.Events)
        {
            if (one.Start == url.Time)
            {
                var bytes = EventFragmentWriter.Write(one);
                return new(bytes, "application/mp4", EntityTag.Of(bytes).Trim('"') + string.Create(CultureInfo.InvariantCulture, $"-e{one.Start}"));
            }
        }

        throw new OriginException(MpeErrors.FragmentTimestampNotFound);
    }
}
