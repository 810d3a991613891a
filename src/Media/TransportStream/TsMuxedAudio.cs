using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>Chooses the audio that goes into the segments of a video track (HLS version 3).</summary>
public static class TsMuxedAudio
{
    /// <summary>
    /// Audio frames beside one fragment of a video plan: those that start in it. Over all fragments every frame of the
    /// audio track is used exactly once; what plays before the first or after the last fragment goes with that one.
    /// </summary>
    /// <param name="plan">The whole plan of the video, not a filtered part of it.</param>
    /// <param name="fragment">Number of the fragment.</param>
    /// <param name="audio">The audio track.</param>
    public static SampleRange Samples(FragmentPlan plan, int fragment, TrackIndex audio)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(audio);
        var first = fragment == 0 ? 0 : FirstFrom(audio, plan.Starts[fragment]);
        var end = fragment == plan.Count - 1 ? audio.SampleCount : FirstFrom(audio, plan.Starts[fragment + 1]);
        return new SampleRange(first, end - first);
    }

    private static int FirstFrom(TrackIndex audio, long start)
    {
        var time = MediaTime.FromPresentationTicks(start);
        return audio.SamplesIn(audio.Start, time).End;
    }
}
