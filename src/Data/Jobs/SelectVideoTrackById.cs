namespace MediaPlatform.Data.Jobs;

/// <summary>Video track by its id.</summary>
public sealed record SelectVideoTrackById : VideoTrackDescriptor
{
    /// <summary>Id of the track.</summary>
    public long TrackId { get; init; }
}
