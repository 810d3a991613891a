namespace MediaPlatform.Data.ContentKeys;

/// <summary>Whether a client may store the licence.</summary>
public enum ContentKeyPolicyPlayReadyLicenseType
{
    /// <summary>Of a later version of the contract.</summary>
    Unknown,

    /// <summary>Held in memory only.</summary>
    NonPersistent,

    /// <summary>May be stored.</summary>
    Persistent,
}
