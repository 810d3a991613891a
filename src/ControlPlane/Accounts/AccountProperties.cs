using System.Text.Json.Nodes;

namespace MediaPlatform.ControlPlane.Accounts;

internal sealed record AccountProperties(
    Guid MediaServiceId,
    IReadOnlyList<StorageAccountReply> StorageAccounts,
    string StorageAuthentication,
    JsonObject Encryption,
    JsonObject KeyDelivery,
    string PublicNetworkAccess,
    string? ProvisioningState,
    IReadOnlyList<PrivateConnectionResource>? PrivateEndpointConnections,
    string? MinimumTlsVersion);
