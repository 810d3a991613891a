namespace MediaPlatform.StreamingEndpoint.Access;

/// <summary>A key of the Akamai signature header.</summary>
internal sealed record AkamaiKey(byte[] Secret, DateTimeOffset? Expiration);
