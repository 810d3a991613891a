namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Bytes of a sample that stay clear, then bytes that may be encrypted.</summary>
public readonly record struct ProtectedSpan(uint Clear, uint Protected);
