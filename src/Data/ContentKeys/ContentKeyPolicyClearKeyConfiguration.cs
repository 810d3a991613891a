namespace MediaPlatform.Data.ContentKeys;

/// <summary>The key itself: AES-128 envelope, and the Clear Key system of W3C EME.</summary>
public sealed record ContentKeyPolicyClearKeyConfiguration : ContentKeyPolicyConfiguration;
