namespace MediaPlatform.Media.Tracks;

/// <summary>
/// What is known of a track beyond its sample entry: display size of the track header (16.16 fixed point, before
/// rotation), caption services seen in the video, and parameter sets that stand in the video alone.
/// </summary>
public readonly record struct TrackTraits(uint DisplayWidth, uint DisplayHeight, CaptionServices Captions)
{
    /// <summary>Parameter sets of the first key frame as NAL units, each behind two bytes of length; empty when the sample entry has them.</summary>
    public ReadOnlyMemory<byte> ParameterSets { get; init; }
}
