using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Subscriptions;

/// <summary>What clients ask of Azure on their way to media (client-facts.md, Identity 2 and 3). No api-version is refused here.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tenants", ListTenants).WithTags("Azure").Operation("Tenants_List", ApiVersions.Any);
        var subscriptions = app.MapGroup("/subscriptions").WithTags("Azure");
        subscriptions.MapGet("", List).Operation("Subscriptions_List", ApiVersions.Any);
        subscriptions.MapGet("{subscriptionId}", Get).Operation("Subscriptions_Get", ApiVersions.Any);
        subscriptions.MapGet("{subscriptionId}/resourceGroups", ListGroups).Operation("ResourceGroups_List", ApiVersions.Any);
        subscriptions.MapGet("{subscriptionId}/resourceGroups/{resourceGroupName}", GetGroup).Operation("ResourceGroups_Get", ApiVersions.Any);
    }

    private static async Task<IResult> ListTenants(TenantDirectory tenants, CancellationToken cancellationToken)
    {
        var tenant = (await tenants.FindAsync(cancellationToken) ?? Guid.Empty).ToString("D");
        return ArmReply.Ok(new Dictionary<string, object>
        {
            ["value"] = new[] { new Dictionary<string, object> { ["id"] = $"/tenants/{tenant}", ["tenantId"] = tenant, ["displayName"] = "MediaPlatform", ["tenantCategory"] = "Home" } },
        });
    }

    private static async Task<IResult> List(HttpContext context, SubscriptionDirectory directory, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(context.User);
        var tenant = await tenants.FindAsync(cancellationToken);
        var visible = (await directory.ListAsync(cancellationToken)).Where(id => caller.Covers(ArmIds.Subscription(id)) || IsInside(caller.Scope, id));
        return ArmReply.Ok(new Dictionary<string, object> { ["value"] = visible.Select(id => Reply(id, tenant)).ToArray() });
    }

    private static async Task<IResult> Get(string subscriptionId, SubscriptionDirectory directory, TenantDirectory tenants, CancellationToken cancellationToken) =>
        (await directory.ListAsync(cancellationToken)).FirstOrDefault(id => id.Equals(subscriptionId, StringComparison.OrdinalIgnoreCase)) is { } id
            ? ArmReply.Ok(Reply(id, await tenants.FindAsync(cancellationToken)))
            : throw ArmErrors.SubscriptionNotFound(subscriptionId);

    private static async Task<IResult> ListGroups(string subscriptionId, SubscriptionDirectory directory, CancellationToken cancellationToken) =>
        ArmReply.Ok(new Dictionary<string, object>
        {
            ["value"] = (await directory.ListGroupsAsync(subscriptionId, cancellationToken)).Select(group => Reply(subscriptionId, group)).ToArray(),
        });

    private static async Task<IResult> GetGroup(string subscriptionId, string resourceGroupName, SubscriptionDirectory directory, CancellationToken cancellationToken)
    {
        var groups = await directory.ListGroupsAsync(subscriptionId, cancellationToken);
        var found = groups.FirstOrDefault(group => group.Name.Equals(resourceGroupName, StringComparison.OrdinalIgnoreCase));
        return found.Name is null ? throw ArmErrors.ResourceGroupNotFound(resourceGroupName) : ArmReply.Ok(Reply(subscriptionId, found));
    }

    // A caller whose role lies on a group or account still sees the subscription that holds it.
    private static bool IsInside(string scope, string subscription) =>
        scope.StartsWith(ArmIds.Subscription(subscription) + "/", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, object?> Reply(string id, Guid? tenant) => new()
    {
        ["id"] = ArmIds.Subscription(id),
        ["authorizationSource"] = "RoleBased",
        ["managedByTenants"] = Array.Empty<object>(),
        ["subscriptionId"] = id,
        ["tenantId"] = (tenant ?? Guid.Empty).ToString("D"),
        ["displayName"] = "MediaPlatform",
        ["state"] = "Enabled",
        ["subscriptionPolicies"] = new Dictionary<string, object> { ["locationPlacementId"] = "Public_2014-09-01", ["quotaId"] = "SelfHosted", ["spendingLimit"] = "Off" },
    };

    private static Dictionary<string, object> Reply(string subscription, (string Name, string Location) group) => new()
    {
        ["id"] = ArmIds.ResourceGroup(subscription, group.Name),
        ["name"] = group.Name,
        ["type"] = "Microsoft.Resources/resourceGroups",
        ["location"] = Locations.Key(group.Location),
        ["properties"] = new Dictionary<string, object> { ["provisioningState"] = "Succeeded" },
    };
}
