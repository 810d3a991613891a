namespace MediaPlatform.Data.ContentKeys;

/// <summary>Everyone.</summary>
public sealed record ContentKeyPolicyOpenRestriction : ContentKeyPolicyRestriction;
