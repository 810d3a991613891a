using System.Text.Json.Serialization;

namespace MediaPlatform.KeyDelivery.ClearKey;

/// <summary>The licence format of Clear Key, Encrypted Media Extensions 9.1.4.</summary>
internal sealed record ClearKeyLicence(
    [property: JsonPropertyName("keys")] IReadOnlyList<ClearKeyEntry> Keys,
    [property: JsonPropertyName("type")] string Type);
