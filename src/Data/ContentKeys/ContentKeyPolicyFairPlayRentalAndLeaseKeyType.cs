namespace MediaPlatform.Data.ContentKeys;

/// <summary>What a FairPlay licence permits.</summary>
public enum ContentKeyPolicyFairPlayRentalAndLeaseKeyType
{
    /// <summary>Of a later version of the contract.</summary>
    Unknown,

    /// <summary>Playback without a limit of time.</summary>
    Undefined,

    /// <summary>Two limits: of storage and of playback.</summary>
    DualExpiry,

    /// <summary>Storage without a limit.</summary>
    PersistentUnlimited,

    /// <summary>Storage for the rental duration.</summary>
    PersistentLimited,
}
