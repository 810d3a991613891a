namespace MediaPlatform.KeyDelivery.Policies;

internal enum KeyOutcome
{
    Granted,

    /// <summary>No such key, no option for the kind of key, or no good token: one answer for all.</summary>
    Refused,

    /// <summary>The client's address is not let in.</summary>
    Forbidden,
}
