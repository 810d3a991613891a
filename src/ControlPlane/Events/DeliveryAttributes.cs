using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data;
using MediaPlatform.Data.Events;
using MediaPlatform.Data.Secrets;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Headers that a subscription wants with each delivery, such as a secret.</summary>
internal sealed class DeliveryAttributes(ISecretProtector secrets)
{
    public const int Most = 10;

    private static readonly string[] s_reserved = ["host", "connection", "transfer-encoding", "content-", "aeg-", "webhook-", "ce-", "te", "trailer", "upgrade", "expect", "keep-alive", "proxy-"];

    public IReadOnlyList<DeliveryAttribute> Of(EventSubscription subscription) => subscription.ProtectedAttributes is { } stored
        ? JsonSerializer.Deserialize<List<DeliveryAttribute>>(secrets.UnprotectText(stored), ContractJson.Options) ?? []
        : [];

    public string? Protect(IReadOnlyList<DeliveryAttribute> attributes) =>
        attributes.Count == 0 ? null : secrets.ProtectText(JsonSerializer.Serialize(attributes, ContractJson.Options));

    /// <summary>Whether a header may have this name: it must not change how the request is read.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 100
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !s_reserved.Any(reserved => reserved.EndsWith('-') ? name.StartsWith(reserved, StringComparison.OrdinalIgnoreCase) : name.Equals(reserved, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a header may have this text.</summary>
    public static bool IsValue(string value) => value.Length is > 0 and <= 4096 && value.All(c => c is >= ' ' and <= '~');

    /// <param name="request">The delivery.</param>
    /// <param name="attributes">What to add.</param>
    /// <param name="first">The event that dynamic texts are taken from; null for a handshake.</param>
    public static void Add(HttpRequestMessage request, IReadOnlyList<DeliveryAttribute> attributes, JsonObject? first)
    {
        foreach (var attribute in attributes)
        {
            var value = attribute.SourceField is { } path ? Find(first, path) : attribute.Value;
            if (value is not null && IsValue(value))
            {
                request.Headers.TryAddWithoutValidation(attribute.Name, value);
            }
        }
    }

    private static string? Find(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return (node as JsonValue)?.ToString();
    }
}
