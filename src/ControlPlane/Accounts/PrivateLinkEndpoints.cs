using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>Records of private links and of the connections to them.</summary>
internal static class PrivateLinkEndpoints
{
    private static readonly string[] s_groups = ["keydelivery", "liveevent", "streamingendpoint"];

    public static void MapPrivateLinks(this IEndpointRouteBuilder account)
    {
        var resources = account.MapGroup("privateLinkResources").WithTags("PrivateLinkResources");
        resources.MapGet("", ListResources).Operation("PrivateLinkResources_List", ApiVersions.Account);
        resources.MapGet("{name}", GetResource).Operation("PrivateLinkResources_Get", ApiVersions.Account);
        var connections = account.MapGroup("privateEndpointConnections").WithTags("PrivateEndpointConnections");
        connections.MapGet("", ListConnections).Operation("PrivateEndpointConnections_List", ApiVersions.Account);
        connections.MapGet("{name}", GetConnection).Operation("PrivateEndpointConnections_Get", ApiVersions.Account);
        connections.MapPut("{name}", PutConnection).Operation("PrivateEndpointConnections_CreateOrUpdate", ApiVersions.Account);
        connections.MapDelete("{name}", DeleteConnection).Operation("PrivateEndpointConnections_Delete", ApiVersions.Account);
    }

    private static IResult ListResources(AccountScope account) =>
        ArmReply.Ok(new Dictionary<string, object> { ["value"] = s_groups.Select(group => LinkResource(account, group)).ToArray() });

    private static IResult GetResource(AccountScope account, string name) =>
        s_groups.FirstOrDefault(group => group.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? ArmReply.Ok(LinkResource(account, known))
            : throw ArmErrors.NotFound();

    private static IResult ListConnections(AccountScope account) => ArmReply.Ok(new Dictionary<string, object>
    {
        ["value"] = AccountDetails.Of(account.Account).PrivateEndpointConnections.Select(one => PrivateConnectionResource.Of(account.Account, one)).ToArray(),
    });

    private static IResult GetConnection(AccountScope account, string name) => Find(account.Account, name) is { } connection
        ? ArmReply.Ok(PrivateConnectionResource.Of(account.Account, connection))
        : throw ArmErrors.NotFound();

    private static async Task<IResult> PutConnection(AccountScope account, string name, JsonBody body, AccountStore store, CancellationToken cancellationToken)
    {
        ResourceNames.Check(name);
        var connection = Read(name, body, Find(account.Account, name));
        await ChangeAsync(account, store, others => [.. others.Where(one => !Is(one, name)), connection], cancellationToken);
        return ArmReply.Ok(PrivateConnectionResource.Of(account.Account, connection));
    }

    private static async Task<IResult> DeleteConnection(AccountScope account, string name, AccountStore store, CancellationToken cancellationToken)
    {
        if (Find(account.Account, name) is null)
        {
            return ArmReply.Deleted(false);
        }

        // Looked at again with every attempt: of several callers one removes it.
        var existed = false;
        await ChangeAsync(account, store, Remove, cancellationToken);
        return ArmReply.Deleted(existed);

        IReadOnlyList<PrivateConnection> Remove(IReadOnlyList<PrivateConnection> all)
        {
            existed = all.Any(one => Is(one, name));
            return [.. all.Where(one => !Is(one, name))];
        }
    }

    private static Task ChangeAsync(
        AccountScope account, AccountStore store, Func<IReadOnlyList<PrivateConnection>, IReadOnlyList<PrivateConnection>> change, CancellationToken cancellationToken) =>
        Upsert.ExistingAsync(
            token => store.FindByIdAsync(account.Id, token),
            row =>
            {
                var details = AccountDetails.Of(row);
                row.PropertiesJson = (details with { PrivateEndpointConnections = change(details.PrivateEndpointConnections) }).ToJson();
                account.Stamp(row);
                return Task.FromResult(row);
            },
            store.SaveAsync,
            cancellationToken);

    private static PrivateConnection Read(string name, JsonBody body, PrivateConnection? existing)
    {
        var mistakes = new Mistakes();
        var properties = new BodyReader(body.Json, mistakes).Object("properties");
        var state = properties?.Object("privateLinkServiceConnectionState");
        var connection = new PrivateConnection(
            existing?.Name ?? name,
            state?.Choice("status", "Pending", "Approved", "Rejected") ?? existing?.Status ?? "Pending",
            state?.Text("description", 1000),
            state?.Text("actionsRequired", 1000),
            properties?.Object("privateEndpoint")?.Text("id", 1000) ?? existing?.PrivateEndpointId);
        mistakes.ThrowIfAny();
        return connection;
    }

    private static PrivateConnection? Find(MediaAccount account, string name) =>
        AccountDetails.Of(account).PrivateEndpointConnections.FirstOrDefault(one => Is(one, name));

    private static bool Is(PrivateConnection connection, string name) => connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static object LinkResource(AccountScope account, string group) => new Dictionary<string, object>
    {
        ["name"] = group,
        ["id"] = account.ChildId($"privateLinkResources/{group}"),
        ["type"] = ArmIds.AccountType + "/privateLinkResources",
        ["properties"] = new Dictionary<string, object>
        {
            ["groupId"] = group,
            ["requiredMembers"] = new[] { group },
            ["requiredZoneNames"] = new[] { "privatelink.media.azure.net" },
        },
    };
}
