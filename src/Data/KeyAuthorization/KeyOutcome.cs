namespace MediaPlatform.Data.KeyAuthorization;

/// <summary>What came of asking for a key.</summary>
public enum KeyOutcome
{
    /// <summary>The caller may have it.</summary>
    Granted,

    /// <summary>No such key, no option for the kind of key, or no good token: one answer for all.</summary>
    Refused,

    /// <summary>The client's address is not let in.</summary>
    Forbidden,
}
