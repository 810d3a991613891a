namespace MediaPlatform.Data.ContentKeys;

/// <summary>Kept for clients of later versions; lets nobody pass.</summary>
public sealed record ContentKeyPolicyUnknownRestriction : ContentKeyPolicyRestriction;
