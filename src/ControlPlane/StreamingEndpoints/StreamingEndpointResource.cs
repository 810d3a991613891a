using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.StreamingEndpoints;

/// <summary>A streaming endpoint in a reply. Unlike most resources its null members are written out (recorded).</summary>
internal sealed record StreamingEndpointResource(
    string Name,
    string Id,
    string Type,
    string Location,
    IReadOnlyDictionary<string, string> Tags,
    StreamingEndpointProperties Properties,
    [property: DocumentedAs(typeof(SystemData))] JsonObject? SystemData,
    StreamingEndpointSku? Sku);

internal sealed record StreamingEndpointSku(string Name, int Capacity);

internal sealed record StreamingEndpointProperties(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Description,
    int ScaleUnits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? AvailabilitySetName,
    bool CdnEnabled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? CdnProvider,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? CdnProfile,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? MaxCacheAge,
    IReadOnlyList<string> CustomHostNames,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AccessControlReply? AccessControl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CrossSiteAccessPolicies? CrossSiteAccessPolicies,
    string HostName,
    DateTimeOffset FreeTrialEndTime,
    string ProvisioningState,
    StreamingEndpointState ResourceState,
    DateTimeOffset Created,
    DateTimeOffset LastModified);

internal sealed record AccessControlReply(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AkamaiReply? Akamai,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IPReply? Ip)
{
    public static AccessControlReply? Of(StreamingEndpointAccessControl? control, ISecretProtector secrets) => control is null
        ? null
        : new(
            control.Akamai is null
                ? null
                : new([.. (control.Akamai.AkamaiSignatureHeaderAuthenticationKeyList ?? []).Select(key => new AkamaiKeyReply(
                    key.Identifier, key.Expiration, key.Base64Key is null ? null : secrets.UnprotectText(key.Base64Key)))]),
            control.Ip is null ? null : new([.. (control.Ip.Allow ?? []).Select(range => new IPRangeReply(range.Name, range.Address, range.SubnetPrefixLength))]));
}

internal sealed record AkamaiReply(IReadOnlyList<AkamaiKeyReply> AkamaiSignatureHeaderAuthenticationKeyList);

internal sealed record AkamaiKeyReply(string? Identifier, DateTimeOffset? Expiration, string? Base64Key);

internal sealed record IPReply(IReadOnlyList<IPRangeReply> Allow);

internal sealed record IPRangeReply(
    string? Name, string? Address, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? SubnetPrefixLength);
