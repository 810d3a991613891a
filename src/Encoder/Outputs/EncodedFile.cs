using MediaPlatform.Encoder.Plans;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>A finished file with its name in the asset.</summary>
/// <param name="Path">Where it is on this worker.</param>
/// <param name="Media">Its tracks; null for files that are no MP4.</param>
internal sealed record EncodedFile(string Name, string Path, long Length, PlannedFile Plan, MediaFile? Media)
{
    public TrackIndex? Video => Media?.First(TrackKind.Video);

    public IEnumerable<TrackIndex> Audios => Media is null ? [] : Media.Tracks.Where(track => track.Format.Kind == TrackKind.Audio);

    /// <summary>The longest of its tracks.</summary>
    public TimeSpan Duration => Media is null || Media.Tracks.IsEmpty ? TimeSpan.Zero : Media.Tracks.Max(track => track.Duration.ToTimeSpan());
}
