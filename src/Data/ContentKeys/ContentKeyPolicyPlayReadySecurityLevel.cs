namespace MediaPlatform.Data.ContentKeys;

/// <summary>Least security level of a client.</summary>
public enum ContentKeyPolicyPlayReadySecurityLevel
{
    /// <summary>Of a later version of the contract.</summary>
    Unknown,

    /// <summary>Clients under development.</summary>
    SL150,

    /// <summary>Hardened clients.</summary>
    SL2000,

    /// <summary>Clients with a trusted execution environment.</summary>
    SL3000,
}
