using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>A media services account in a reply.</summary>
internal sealed record AccountResource(
    string Name,
    string Id,
    string Type,
    string Location,
    IReadOnlyDictionary<string, string>? Tags,
    [property: DocumentedAs(typeof(MediaServiceIdentity))] JsonObject? Identity,
    AccountProperties Properties,
    SystemData? SystemData)
{
    /// <param name="version">api-version of the caller; members younger than it are left out.</param>
    /// <param name="provisioningState">What pollers look at; nothing but Succeeded in a reply that needs no polling.</param>
    public static AccountResource Of(MediaAccount account, string version, string provisioningState = "Succeeded")
    {
        var details = AccountDetails.Of(account);
        var knowsLinks = ApiVersions.IsAtLeast(version, "2021-11-01");
        return new(
            account.Name,
            ArmIds.Account(account),
            ArmIds.AccountType,
            Locations.Display(account.Location),
            account.Tags.Count == 0 ? null : account.Tags, // recorded: left out when there are none
            details.Identity,
            new(
                account.Id,
                [.. account.StorageAccounts.Select(storage => StorageAccountReply.Of(storage, details))],
                details.StorageAuthentication,
                details.Encryption,
                details.KeyDelivery,
                details.PublicNetworkAccess,
                knowsLinks ? provisioningState : null,
                knowsLinks ? [.. details.PrivateEndpointConnections.Select(one => PrivateConnectionResource.Of(account, one))] : null,
                ApiVersions.IsAtLeast(version, "2023-01-01") ? details.MinimumTlsVersion : null),
            SystemDataReply.Of(account, version));
    }
}

