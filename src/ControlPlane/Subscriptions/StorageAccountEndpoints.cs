using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Subscriptions;

/// <summary>
/// Storage accounts that media accounts of a resource group use, as far as clients ask: where they are and their keys. Those of Azure are Azure's to tell.
/// </summary>
internal static class StorageAccountEndpoints
{
    public static void MapStorageAccounts(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<IOptions<BlobsOptions>>().Value.Provider == BlobProvider.Azure)
        {
            return;
        }

        var storage = app.MapGroup("/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{storageName}").WithTags("Azure");
        storage.MapGet("", Get).Operation("StorageAccounts_GetProperties", ApiVersions.Any);
        storage.MapPost("listKeys", ListKeys).Operation("StorageAccounts_ListKeys", ApiVersions.Any);
    }

    private static async Task<IResult> Get(
        string subscriptionId, string resourceGroupName, string storageName, HttpRequest request, AccountStore accounts, PublicEndpoints endpoints, CancellationToken cancellationToken)
    {
        var (id, location) = await FindAsync(accounts, subscriptionId, resourceGroupName, storageName, cancellationToken);
        return ArmReply.Ok(new Dictionary<string, object>
        {
            ["id"] = id,
            ["name"] = ArmIds.LastSegment(id),
            ["type"] = "Microsoft.Storage/storageAccounts",
            ["location"] = Locations.Key(location),
            ["kind"] = "StorageV2",
            ["sku"] = new Dictionary<string, string> { ["name"] = "Standard_LRS", ["tier"] = "Standard" },
            ["properties"] = new Dictionary<string, object>
            {
                ["provisioningState"] = "Succeeded",
                ["primaryEndpoints"] = new Dictionary<string, string> { ["blob"] = new Uri(endpoints.Blobs(request), ArmIds.LastSegment(id) + "/").AbsoluteUri },
            },
        });
    }

    private static async Task<IResult> ListKeys(
        string subscriptionId, string resourceGroupName, string storageName, AccountStore accounts, StorageKeyStore keys, CancellationToken cancellationToken)
    {
        var (id, _) = await FindAsync(accounts, subscriptionId, resourceGroupName, storageName, cancellationToken);
        var both = await keys.GetOrCreateAsync(ArmIds.LastSegment(id), cancellationToken);
        return ArmReply.Ok(new Dictionary<string, object>
        {
            ["keys"] = both.Select((key, index) => new Dictionary<string, string>
            {
                ["keyName"] = $"key{index + 1}",
                ["value"] = Convert.ToBase64String(key),
                ["permissions"] = "FULL",
            }).ToArray(),
        });
    }

    private static async Task<(string Id, string Location)> FindAsync(
        AccountStore accounts, string subscription, string group, string name, CancellationToken cancellationToken)
    {
        var wanted = $"{ArmIds.ResourceGroup(subscription, group)}/providers/Microsoft.Storage/storageAccounts/{name}";
        string? after = null;
        do
        {
            var page = await accounts.ListAsync(subscription, null, 500, after, cancellationToken);
            foreach (var account in page.Items)
            {
                if (account.StorageAccounts.FirstOrDefault(one => one.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } storage)
                {
                    return (storage.Id, account.Location);
                }
            }

            after = page.Next;
        }
        while (after is not null);

        throw ArmErrors.ResourceNotFound($"Microsoft.Storage/storageAccounts/{name}", group);
    }
}
