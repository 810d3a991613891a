using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.KeyDelivery.Widevine;

/// <summary>
/// Builds the request of the Widevine service from a policy's template. The template's members go in as they are, except those
/// that are ours to give: payload, provider, and the key of the content.
/// </summary>
internal static class WidevineRequest
{
    private static readonly string[] s_copied = ["policy_name", "use_policy_overrides_exclusively", "policy_overrides", "session_init", "parse_only"];

    /// <summary>A request for a licence with one key.</summary>
    public static byte[] ForLicence(string template, ReadOnlySpan<byte> challenge, string provider, Guid keyId, ReadOnlySpan<byte> key)
    {
        var wanted = JsonNode.Parse(template)!.AsObject();
        var (encodedId, encodedKey) = (Convert.ToBase64String(keyId.ToByteArray(bigEndian: true)), Convert.ToBase64String(key));
        var request = new JsonObject
        {
            ["payload"] = Convert.ToBase64String(challenge),
            ["content_id"] = wanted["content_id"]?.DeepClone() ?? encodedId,
            ["provider"] = provider,
            ["content_key_specs"] = KeySpecs(wanted, encodedId, encodedKey),
        };
        foreach (var name in s_copied)
        {
            if (wanted[name] is { } value)
            {
                request[name] = value.DeepClone();
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(request);
    }

    /// <summary>A request for the service's certificate: no key goes with it.</summary>
    public static byte[] ForCertificate(ReadOnlySpan<byte> challenge, string provider) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["payload"] = Convert.ToBase64String(challenge), ["provider"] = provider });

    // allowed_track_types lets the service make keys of its own from the content id. Ours is already in the media, so it is always
    // given by content_key_specs, and the track type says what the template allowed.
    private static JsonArray KeySpecs(JsonObject wanted, string keyId, string key)
    {
        List<JsonObject> specs = [.. (wanted["content_key_specs"] as JsonArray ?? []).OfType<JsonObject>().Select(spec => spec.DeepClone().AsObject())];
        if (specs.Count == 0)
        {
            specs.Add(new JsonObject { ["track_type"] = IsStandardOnly(wanted) ? "SD" : "HD" });
        }

        foreach (var spec in specs)
        {
            if (spec["key_id"] is null || spec["key"] is null)
            {
                spec["key_id"] = keyId;
                spec["key"] = key;
            }
        }

        return [.. specs];
    }

    private static bool IsStandardOnly(JsonObject wanted) =>
        wanted["allowed_track_types"] is JsonValue value && value.TryGetValue<string>(out var text) && text == "SD_ONLY";
}
