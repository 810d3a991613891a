namespace MediaPlatform.Media.Tracks;

/// <summary>
/// What is known of a track beyond its sample entry: display size of the track header (16.16 fixed point, before
/// rotation) and caption services seen in the video.
/// </summary>
public readonly record struct TrackTraits(uint DisplayWidth, uint DisplayHeight, CaptionServices Captions);
