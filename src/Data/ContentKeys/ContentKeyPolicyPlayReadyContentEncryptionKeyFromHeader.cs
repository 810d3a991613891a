namespace MediaPlatform.Data.ContentKeys;

/// <summary>The header that the client sends.</summary>
public sealed record ContentKeyPolicyPlayReadyContentEncryptionKeyFromHeader : ContentKeyPolicyPlayReadyContentKeyLocation;
