using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Documentation;

namespace MediaPlatform.ControlPlane.Accounts;

internal sealed record AccountProperties(
    Guid MediaServiceId,
    IReadOnlyList<StorageAccountReply> StorageAccounts,
    string StorageAuthentication,
    [property: DocumentedAs(typeof(AccountEncryption))] JsonObject Encryption,
    [property: DocumentedAs(typeof(AccountKeyDelivery))] JsonObject KeyDelivery,
    string PublicNetworkAccess,
    string? ProvisioningState,
    IReadOnlyList<PrivateConnectionResource>? PrivateEndpointConnections,
    string? MinimumTlsVersion);
