namespace MediaPlatform.Data.Jobs;

/// <summary>Audio track by its id.</summary>
public sealed record SelectAudioTrackById : AudioTrackDescriptor
{
    /// <summary>Id of the track.</summary>
    public long TrackId { get; init; }
}
