namespace MediaPlatform.Data.ContentKeys;

/// <summary>Times of stored FairPlay licences.</summary>
public sealed record ContentKeyPolicyFairPlayOfflineRentalConfiguration
{
    /// <summary>Seconds after the first playback; required.</summary>
    public long? PlaybackDurationSeconds { get; init; }

    /// <summary>Seconds after the download; required.</summary>
    public long? StorageDurationSeconds { get; init; }
}
