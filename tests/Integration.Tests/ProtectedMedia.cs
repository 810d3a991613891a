using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MediaPlatform.Integration.Tests;

/// <summary>The adopted set of MP4 files published under every encryption at once, with keys for everybody or for tokens only.</summary>
internal sealed record ProtectedMedia(string Root, Guid KeyId)
{
    private const string Issuer = "https://sts.contoso.com";
    private const string Audience = "urn:contoso";
    private const string KeyClaim = "urn:microsoft:azure:mediaservices:contentkeyidentifier";
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 64).Select(value => (byte)value)];

    /// <summary>Whether an address is one of key delivery, which answers http and https at one port.</summary>
    public static bool IsKeyAddress(string url) =>
        new Uri(url).Authority == new Uri(PublishedMedia.Server.Connection["keyDeliveryEndpoint"]!.GetValue<string>()).Authority;

    public string Manifest(string format, string encryption) => $"{Root}({(format.Length > 0 ? $"format={format}," : "")}encryption={encryption})";

    public static async Task<ProtectedMedia> PublishAsync(bool needsToken)
    {
        var name = needsToken ? "protected-token" : "protected-open";
        var (server, account) = (PublishedMedia.Server, PublishedMedia.Server.AccountPath);
        using var client = server.ArmClient();
        await PutAsync(client, $"{account}/contentKeyPolicies/{name}", Options(needsToken));
        await PutAsync(client, $"{account}/streamingPolicies/{name}", Policy());
        await PutAsync(client, $"{account}/streamingLocators/{name}", new JsonObject
        {
            ["assetName"] = PublishedMedia.AmsSet,
            ["streamingPolicyName"] = name,
            ["defaultContentKeyPolicyName"] = name,
        });
        var keys = await PublishedMedia.SendAsync(client, HttpMethod.Post, $"{account}/streamingLocators/{name}/listContentKeys", []);
        var paths = await PublishedMedia.SendAsync(client, HttpMethod.Post, $"{account}/streamingLocators/{name}/listPaths", []);
        var path = paths["streamingPaths"]![0]!["paths"]![0]!.GetValue<string>();
        var root = path[..(path.IndexOf("/manifest", StringComparison.OrdinalIgnoreCase) + "/manifest".Length)];
        var cenc = keys["contentKeys"]!.AsArray().Single(key => key!["type"]!.GetValue<string>() == "CommonEncryptionCenc")!;
        return new($"http://127.0.0.1:{server.Port}{root}", cenc["id"]!.GetValue<Guid>());
    }

    /// <summary>A token that the policy takes, unless a claim is changed.</summary>
    public static string Token(params (string Name, object Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = JsonValue.Create(value);
        }

        var text = $"{Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" })}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.ASCII.GetBytes(text)))}";
    }

    public static (string Name, object Value) Expired => ("exp", TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds());

    public static (string Name, object Value) WrongAudience => ("aud", "urn:fabrikam");

    public static (string Name, object Value) WrongKey => (KeyClaim, Guid.NewGuid().ToString());

    public static (string Name, object Value) OneUse => ("urn:microsoft:azure:mediaservices:maxuses", 1);

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    /// <summary>Properties of a content key policy for AES-128 and Clear Key.</summary>
    public static JsonObject Options(bool needsToken) => new() { ["options"] = new JsonArray(Option(needsToken)) };

    private static JsonObject Option(bool needsToken)
    {
        const string kind = "#Microsoft.Media.ContentKeyPolicy";
        var restriction = new JsonObject { ["@odata.type"] = kind + "OpenRestriction" };
        if (needsToken)
        {
            restriction = new JsonObject
            {
                ["@odata.type"] = kind + "TokenRestriction",
                ["issuer"] = Issuer,
                ["audience"] = Audience,
                ["restrictionTokenType"] = "Jwt",
                ["primaryVerificationKey"] = new JsonObject { ["@odata.type"] = kind + "SymmetricTokenKey", ["keyValue"] = Convert.ToBase64String(Secret) },
                ["alternateVerificationKeys"] = new JsonArray(),
                ["requiredClaims"] = new JsonArray(),
            };
        }

        return new JsonObject
        {
            ["name"] = "plain",
            ["configuration"] = new JsonObject { ["@odata.type"] = kind + "ClearKeyConfiguration" },
            ["restriction"] = restriction,
        };
    }

    private static JsonObject Policy()
    {
        static JsonObject Protocols(bool smooth) => new() { ["download"] = false, ["dash"] = true, ["hls"] = true, ["smoothStreaming"] = smooth };
        static JsonObject Keys(string label) => new() { ["defaultKey"] = new JsonObject { ["label"] = label } };
        return new JsonObject
        {
            ["envelopeEncryption"] = new JsonObject { ["enabledProtocols"] = Protocols(smooth: true), ["contentKeys"] = Keys("envelope") },
            ["commonEncryptionCenc"] = new JsonObject
            {
                ["enabledProtocols"] = Protocols(smooth: false),
                ["contentKeys"] = Keys("cenc"),
                ["clearKeyEncryptionConfiguration"] = new JsonObject(),
            },
            ["commonEncryptionCbcs"] = new JsonObject
            {
                ["enabledProtocols"] = Protocols(smooth: false),
                ["contentKeys"] = Keys("cbcs"),
                ["clearKeyEncryptionConfiguration"] = new JsonObject(),
            },
        };
    }

    private static Task<JsonNode> PutAsync(HttpClient client, string path, JsonObject properties) =>
        PublishedMedia.SendAsync(client, HttpMethod.Put, path, new JsonObject { ["properties"] = properties });
}
