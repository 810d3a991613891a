namespace MediaPlatform.Media.Tracks;

/// <summary>
/// What is known of a track beyond its sample entry: how its pictures are turned for display, caption services seen in the
/// video, and parameter sets that stand in the video alone.
/// </summary>
public readonly record struct TrackTraits(Rotation Rotation, CaptionServices Captions)
{
    /// <summary>Parameter sets of the first key frame as NAL units, each behind two bytes of length; empty when the sample entry has them.</summary>
    public ReadOnlyMemory<byte> ParameterSets { get; init; }
}
