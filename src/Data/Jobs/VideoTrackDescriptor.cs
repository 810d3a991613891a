namespace MediaPlatform.Data.Jobs;

/// <summary>A selection of video tracks.</summary>
public record VideoTrackDescriptor : TrackDescriptor;
