namespace MediaPlatform.Data.ContentKeys;

/// <summary>What outputs that are not known may carry.</summary>
public enum ContentKeyPolicyPlayReadyUnknownOutputPassingOption
{
    /// <summary>Of a later version of the contract.</summary>
    Unknown,

    /// <summary>Nothing.</summary>
    NotAllowed,

    /// <summary>The picture.</summary>
    Allowed,

    /// <summary>The picture in reduced quality.</summary>
    AllowedWithVideoConstriction,
}
