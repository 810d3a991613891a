using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Accounts;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>A private endpoint connection in a reply.</summary>
internal sealed record PrivateConnectionResource(string Name, string Id, string Type, PrivateConnectionProperties Properties)
{
    public static PrivateConnectionResource Of(MediaAccount account, PrivateConnection connection) => new(
        connection.Name,
        ArmIds.Child(account, $"privateEndpointConnections/{connection.Name}"),
        ArmIds.AccountType + "/privateEndpointConnections",
        new(
            connection.PrivateEndpointId is null ? null : new(connection.PrivateEndpointId),
            new(connection.Status, connection.Description, connection.ActionsRequired),
            "Succeeded"));
}

internal sealed record PrivateConnectionProperties(
    PrivateEndpointReference? PrivateEndpoint, PrivateLinkServiceConnectionState PrivateLinkServiceConnectionState, string ProvisioningState);

internal sealed record PrivateEndpointReference(string Id);

internal sealed record PrivateLinkServiceConnectionState(string Status, string? Description, string? ActionsRequired);
