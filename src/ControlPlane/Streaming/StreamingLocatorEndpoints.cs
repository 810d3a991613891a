using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Lists;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Undo;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Secrets;
using MediaPlatform.Data.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Streaming locators: what makes an asset playable. Created and deleted, never changed.</summary>
internal static class StreamingLocatorEndpoints
{
    // Beyond this an asset is an archive of fragments, whose files nobody downloads one by one.
    private const int MostFiles = 5000;

    public static void MapStreamingLocators(this IEndpointRouteBuilder account)
    {
        var locators = account.MapGroup("streamingLocators").WithTags("StreamingLocators");
        locators.MapGet("", List).Operation("StreamingLocators_List", ApiVersions.Metadata);
        locators.MapGet("{streamingLocatorName}", Get).Operation("StreamingLocators_Get", ApiVersions.Metadata);
        locators.MapPut("{streamingLocatorName}", Create).Operation("StreamingLocators_Create", ApiVersions.Metadata);
        locators.MapDelete("{streamingLocatorName}", Delete).Operation("StreamingLocators_Delete", ApiVersions.Metadata);
        locators.MapPost("{streamingLocatorName}/listContentKeys", ListContentKeys).Operation("StreamingLocators_ListContentKeys", ApiVersions.Metadata);
        locators.MapPost("{streamingLocatorName}/listPaths", ListPaths).Operation("StreamingLocators_ListPaths", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AccountScope account, ListRequest list, StreamingLocatorStore store, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(list.ToQuery(account.Id, StreamingModels.Locator), cancellationToken);
        return ArmReply.Ok(list.ToReply(page, locator => StreamingLocatorProperties.ToResource(locator, account)));
    }

    private static async Task<IResult> Get(AccountScope account, string streamingLocatorName, StreamingLocatorStore store, CancellationToken cancellationToken) =>
        ArmReply.Ok(StreamingLocatorProperties.ToResource(await FindAsync(account, streamingLocatorName, store, cancellationToken), account));

    private static async Task<IResult> Create(
        AccountScope account, string streamingLocatorName, JsonBody body, StreamingLocatorCreator creator, CancellationToken cancellationToken) =>
        ArmReply.Created(StreamingLocatorProperties.ToResource(
            await creator.CreateAsync(account, streamingLocatorName, body, cancellationToken), account));

    private static async Task<IResult> Delete(AccountScope account, string streamingLocatorName, StreamingLocatorStore store, UndoPolicy undo, CancellationToken cancellationToken) =>
        ArmReply.Deleted(await store.DeleteAsync(account.Id, streamingLocatorName, undo.DeletionBy(account), cancellationToken));

    private static async Task<IResult> ListContentKeys(
        AccountScope account, string streamingLocatorName, StreamingLocatorStore store, ISecretProtector secrets, CancellationToken cancellationToken)
    {
        var locator = await FindAsync(account, streamingLocatorName, store, cancellationToken);
        var keys = StreamingLocatorProperties.Ordered(locator).Select(key => new ContentKeyReply(
            key.Id, key.Type, key.Label, Convert.ToBase64String(secrets.Unprotect(key.ProtectedValue)), key.PolicyName, key.Tracks));
        return ArmReply.Ok(new ContentKeysReply([.. keys]));
    }

    private static async Task<IResult> ListPaths(
        AccountScope account, string streamingLocatorName, StreamingLocatorStore store, LocatorReader reader, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var locator = await FindAsync(account, streamingLocatorName, store, cancellationToken);
        if (await reader.FindAsync(locator.Id, cancellationToken) is not { } published)
        {
            throw ArmErrors.NotFound();
        }

        var container = blobs.GetContainer(published.Asset.StorageAccountName, published.Asset.Container);
        var paths = await ReadPathsAsync(locator.Id, container, cancellationToken);
        return ArmReply.Ok(published.Policy is null ? new ListPathsReply([], []) : paths.Of(published.Policy));
    }

    private static async Task<StreamingPaths> ReadPathsAsync(Guid locatorId, IBlobContainer container, CancellationToken cancellationToken)
    {
        var manifests = new List<string>();
        var files = new List<string>();
        try
        {
            await foreach (var blob in container.ListAsync(null, cancellationToken))
            {
                if (blob.Name.Contains('/', StringComparison.Ordinal))
                {
                    continue; // a fragment of a live archive
                }

                if (blob.Name.EndsWith(".ism", StringComparison.OrdinalIgnoreCase))
                {
                    manifests.Add(blob.Name);
                }
                else if (!Path.GetExtension(blob.Name.AsSpan()).StartsWith(".ism", StringComparison.OrdinalIgnoreCase) && files.Count < MostFiles)
                {
                    files.Add(blob.Name);
                }
            }
        }
        catch (BlobException error) when (error.Failure == BlobFailure.ContainerNotFound)
        {
            return new(locatorId, [], []);
        }

        manifests.Sort(StringComparer.Ordinal);
        files.Sort(StringComparer.Ordinal);
        return new(locatorId, manifests, files);
    }

    private static async Task<StreamingLocator> FindAsync(
        AccountScope account, string name, StreamingLocatorStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(account.Id, name, cancellationToken) ?? throw ArmErrors.NotFound();
}
