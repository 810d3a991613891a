namespace MediaPlatform.Data.ContentKeys;

/// <summary>Form of a token.</summary>
public enum ContentKeyPolicyRestrictionTokenType
{
    /// <summary>Of a later version of the contract.</summary>
    Unknown,

    /// <summary>Simple Web Token.</summary>
    Swt,

    /// <summary>JSON Web Token.</summary>
    Jwt,
}
