using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// What determines the bytes of a manifest of one asset: the meaning of the URL, not its spelling, and the versions of
/// the locator, policy and filters.
/// </summary>
internal readonly record struct ManifestKey(
    RequestKind Kind, StreamingFormat Format, EncryptionTag Encryption, string Variant, long Bitrate, string TrackName, Data.Streaming.LocatorStamp Stamp, Guid Locator);
