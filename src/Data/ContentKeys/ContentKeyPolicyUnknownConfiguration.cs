namespace MediaPlatform.Data.ContentKeys;

/// <summary>Kept for clients of later versions; never delivers anything.</summary>
public sealed record ContentKeyPolicyUnknownConfiguration : ContentKeyPolicyConfiguration;
