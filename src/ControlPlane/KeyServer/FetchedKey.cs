using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.KeyServer;

/// <summary>A content key as a key server gave it.</summary>
/// <param name="Value">The 16 key bytes.</param>
/// <param name="Iv">The 16 bytes of <c>explicitIV</c>, which licences of the server carry; null leaves the vector to us.</param>
/// <param name="Signals">What players of each protection system must be told.</param>
internal sealed record FetchedKey(byte[] Value, byte[]? Iv, IReadOnlyList<KeySignal> Signals);
