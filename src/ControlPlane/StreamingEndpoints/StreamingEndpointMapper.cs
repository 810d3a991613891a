using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>Turns a stored streaming endpoint into a reply, with the host name that the caller can reach.</summary>
internal sealed class StreamingEndpointMapper(PublicEndpoints endpoints, ISecretProtector secrets)
{
    public StreamingEndpointResource ToResource(StreamingEndpointRecord endpoint, AccountScope account, string provisioningState = "Succeeded") => new(
        endpoint.Name,
        account.ChildId($"streamingendpoints/{endpoint.Name}"),
        ArmIds.AccountType + "/streamingEndpoints",
        Locations.Display(endpoint.Location),
        endpoint.Tags,
        new(
            endpoint.Description,
            endpoint.ScaleUnits,
            endpoint.AvailabilitySetName,
            endpoint.CdnEnabled,
            endpoint.CdnProvider,
            endpoint.CdnProfile,
            endpoint.MaxCacheAge,
            endpoint.CustomHostNames,
            AccessControlReply.Of(endpoint.AccessControl, secrets),
            endpoint.CrossSiteAccessPolicies,
            endpoint.HostName.Length > 0 ? endpoint.HostName : endpoints.StreamingHost(account.Request),
            endpoint.FreeTrialEndTime,
            provisioningState,
            endpoint.ResourceState,
            endpoint.Created,
            endpoint.LastModified),
        SystemDataReply.WithNulls(endpoint, account.Version),
        account.IsAtLeast("2021-11-01") ? new(endpoint.ScaleUnits == 0 ? "Standard" : "Premium", endpoint.ScaleUnits) : null);

    /// <summary>
    /// The host name that a new endpoint gets. Only under a domain can endpoints be told apart by name; on an address or localhost they share the
    /// host, and the origin takes the account's default one.
    /// </summary>
    public string NewHostName(string endpoint, AccountScope account)
    {
        var host = endpoints.StreamingHost(account.Request);
        return PublicEndpoints.IsDomain(host) ? $"{endpoint}-{account.Account.Name}.{host}".ToLowerInvariant() : "";
    }
}
