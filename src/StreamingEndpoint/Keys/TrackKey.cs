using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Manifests;

namespace MediaPlatform.StreamingEndpoint.Keys;

/// <summary>A content key of a locator, ready for use under one encryption.</summary>
/// <param name="Key">The key.</param>
/// <param name="Iv">The 16 bytes kept with it.</param>
/// <param name="Signal">What manifests say of it.</param>
/// <param name="Tag">Tells replies under this key and scheme from others; part of entity tags.</param>
internal sealed record TrackKey(AesKey Key, byte[] Iv, TrackSignal Signal, string Tag);
