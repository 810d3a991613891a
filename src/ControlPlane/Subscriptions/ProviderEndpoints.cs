using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Subscriptions;

/// <summary>The Microsoft.Media provider: always registered, with its resource types and their api-versions, newest first.</summary>
internal static class ProviderEndpoints
{
    private const string Namespace = "Microsoft.Media";

    private static readonly (string Type, ApiVersions Versions)[] s_types =
    [
        ("operations", ApiVersions.Account),
        ("checknameavailability", ApiVersions.Account),
        ("locations", ApiVersions.Account),
        ("locations/checkNameAvailability", ApiVersions.Account),
        ("locations/mediaServicesOperationResults", ApiVersions.Account),
        ("locations/mediaServicesOperationStatuses", ApiVersions.Account),
        ("mediaservices", ApiVersions.Account),
        ("mediaservices/privateEndpointConnections", ApiVersions.Account),
        ("mediaservices/accountFilters", ApiVersions.Metadata),
        ("mediaservices/assets", ApiVersions.Metadata),
        ("mediaservices/assets/assetFilters", ApiVersions.Metadata),
        ("mediaservices/assets/tracks", ApiVersions.Metadata),
        ("mediaservices/contentKeyPolicies", ApiVersions.Metadata),
        ("mediaservices/streamingLocators", ApiVersions.Metadata),
        ("mediaservices/streamingPolicies", ApiVersions.Metadata),
        ("mediaservices/transforms", ApiVersions.Encoding),
        ("mediaservices/transforms/jobs", ApiVersions.Encoding),
        ("mediaservices/streamingEndpoints", ApiVersions.Streaming),
        ("mediaservices/streamingEndpointOperations", ApiVersions.Streaming),
    ];

    public static void MapProviders(this IEndpointRouteBuilder app)
    {
        var providers = app.MapGroup("/subscriptions/{subscriptionId}/providers").WithTags("Azure");
        providers.MapGet("", List).Operation("Providers_List", ApiVersions.Any);
        providers.MapGet("{providerNamespace}", Get).Operation("Providers_Get", ApiVersions.Any);
        providers.MapPost("{providerNamespace}/register", Get).Operation("Providers_Register", ApiVersions.Any);
    }

    private static async Task<IResult> List(string subscriptionId, SubscriptionDirectory directory, CancellationToken cancellationToken) =>
        ArmReply.Ok(new Dictionary<string, object> { ["value"] = new[] { Reply(subscriptionId, await LocationsAsync(subscriptionId, directory, cancellationToken)) } });

    private static async Task<IResult> Get(string subscriptionId, string providerNamespace, SubscriptionDirectory directory, CancellationToken cancellationToken) =>
        providerNamespace.Equals(Namespace, StringComparison.OrdinalIgnoreCase)
            ? ArmReply.Ok(Reply(subscriptionId, await LocationsAsync(subscriptionId, directory, cancellationToken)))
            : throw ArmErrors.InvalidResourceType(providerNamespace);

    private static async Task<string[]> LocationsAsync(string subscription, SubscriptionDirectory directory, CancellationToken cancellationToken) =>
        [.. (await directory.ListGroupsAsync(subscription, cancellationToken)).Select(group => Locations.Display(group.Location)).Distinct()];

    private static Dictionary<string, object> Reply(string subscription, string[] locations) => new()
    {
        ["id"] = $"{ArmIds.Subscription(subscription)}/providers/{Namespace}",
        ["namespace"] = Namespace,
        ["registrationState"] = "Registered",
        ["registrationPolicy"] = "RegistrationRequired",
        ["resourceTypes"] = s_types.Select(type => new Dictionary<string, object>
        {
            ["resourceType"] = type.Type,
            ["locations"] = locations,
            ["apiVersions"] = type.Versions.Supported,
            ["defaultApiVersion"] = type.Versions.Supported[0],
            ["capabilities"] = "None",
        }).ToArray(),
    };
}
