using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Data;
using MediaPlatform.Data.Accounts;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>What an account keeps in <see cref="MediaAccount.PropertiesJson"/>: members that only the account operations read.</summary>
internal sealed record AccountDetails
{
    public string StorageAuthentication { get; init; } = "System";

    public JsonObject Encryption { get; init; } = new() { ["type"] = "SystemKey" };

    public JsonObject KeyDelivery { get; init; } = new()
    {
        ["accessControl"] = new JsonObject { ["defaultAction"] = "Allow", ["ipAllowList"] = new JsonArray() },
    };

    public string PublicNetworkAccess { get; init; } = "Enabled";

    public string? MinimumTlsVersion { get; init; }

    public JsonObject? Identity { get; init; }

    /// <summary>Managed identities by storage account id.</summary>
    public IReadOnlyDictionary<string, JsonObject> StorageIdentities { get; init; } = new Dictionary<string, JsonObject>();

    public IReadOnlyList<PrivateConnection> PrivateEndpointConnections { get; init; } = [];

    public static AccountDetails Of(MediaAccount account) =>
        JsonSerializer.Deserialize<AccountDetails>(account.PropertiesJson, ContractJson.Options) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this, ContractJson.Options);
}
