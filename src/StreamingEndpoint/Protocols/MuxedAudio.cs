using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>The audio inside the segments of HLS version 3: the one that <c>audioTrack=</c> names, else the default, else the first.</summary>
internal static class MuxedAudio
{
    /// <summary>Null when the presentation has no audio.</summary>
    /// <exception cref="OriginException">The named track is not there.</exception>
    public static SwitchingSet? Choose(Presentation presentation, ReadOnlySpan<char> name)
    {
        SwitchingSet? chosen = null;
        foreach (var set in presentation.OfKind(TrackKind.Audio))
        {
            if (!name.IsEmpty && name.Equals(set.TrackName, StringComparison.OrdinalIgnoreCase))
            {
                return set;
            }

            // What players shall not list, they do not get unasked either.
            chosen = !set.IsHidden && (chosen is null || (set.IsDefault && !chosen.IsDefault)) ? set : chosen;
        }

        return name.IsEmpty ? chosen : throw new OriginException(MpeErrors.TrackNotFound);
    }
}
