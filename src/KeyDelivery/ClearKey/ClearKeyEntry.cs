using System.Text.Json.Serialization;

namespace MediaPlatform.KeyDelivery.ClearKey;

/// <summary>One key as a JSON web key, RFC 7517 and 7518 6.4.</summary>
/// <param name="KeyType">Always <c>oct</c>.</param>
/// <param name="Key">The key, base64url.</param>
/// <param name="KeyId">Its id, base64url.</param>
internal sealed record ClearKeyEntry(
    [property: JsonPropertyName("kty")] string KeyType,
    [property: JsonPropertyName("k")] string Key,
    [property: JsonPropertyName("kid")] string KeyId);
