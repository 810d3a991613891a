namespace MediaPlatform.Data.Jobs;

/// <summary>A selection of audio tracks.</summary>
public record AudioTrackDescriptor : TrackDescriptor
{
    /// <summary>Place of the track in a multi-channel input.</summary>
    public ChannelMapping? ChannelMapping { get; init; }
}
