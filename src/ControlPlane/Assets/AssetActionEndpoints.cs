using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Assets;

/// <summary>POST actions of an asset.</summary>
internal static class AssetActionEndpoints
{
    private const int MostLocators = 1000;

    public static void MapAssetActions(this IEndpointRouteBuilder account)
    {
        var asset = account.MapGroup("assets/{assetName}").WithTags("Assets");
        asset.MapPost("listContainerSas", ListContainerSas).Operation("Assets_ListContainerSas", ApiVersions.Metadata);
        asset.MapPost("getEncryptionKey", GetEncryptionKey).Operation("Assets_GetEncryptionKey", ApiVersions.Metadata);
        asset.MapPost("listStreamingLocators", ListStreamingLocators).Operation("Assets_ListStreamingLocators", ApiVersions.Metadata);
    }

    private static async Task<IResult> ListContainerSas(
        AssetScope asset, JsonBody body, IBlobStore blobs, PublicEndpoints endpoints, IOptions<ControlPlaneOptions> options, CancellationToken cancellationToken)
    {
        var (permissions, expiry) = Read(body, asset.Account.Now, options.Value.LongestSas);
        var container = blobs.GetContainer(asset.Asset.StorageAccountName, asset.Asset.Container);
        var address = endpoints.Blobs(asset.Account.Request);
        var urls = new List<string>();
        for (var key = 0; key < 2; key++)
        {
            urls.Add((await container.CreateSasAsync(permissions, expiry, key, address, cancellationToken)).AbsoluteUri);
        }

        return ArmReply.Ok(new Dictionary<string, object> { ["assetContainerSasUrls"] = urls });
    }

    private static (BlobPermissions Permissions, DateTimeOffset Expiry) Read(JsonBody body, DateTimeOffset now, TimeSpan longest)
    {
        var mistakes = new Mistakes();
        var reader = new BodyReader(body.Json, mistakes);
        var permissions = reader.Choice("permissions", "Read", "ReadWrite", "ReadWriteDelete") switch
        {
            "ReadWrite" => BlobPermissions.Read | BlobPermissions.Add | BlobPermissions.Create | BlobPermissions.Write | BlobPermissions.List,
            "ReadWriteDelete" => BlobPermissions.Read | BlobPermissions.Add | BlobPermissions.Create | BlobPermissions.Write | BlobPermissions.Delete | BlobPermissions.List,
            _ => BlobPermissions.Read | BlobPermissions.List,
        };
        var expiry = reader.Time("expiryTime");
        if (expiry is null && !mistakes.Any)
        {
            reader.Missing("expiryTime");
        }

        if (expiry <= now)
        {
            reader.Wrong("expiryTime", "The expiry time must lie in the future.");
        }
        else if (expiry > now + longest)
        {
            reader.Wrong("expiryTime", $"The expiry time must be less than {longest.TotalHours:0.##} hours from now.");
        }

        mistakes.ThrowIfAny();
        return (permissions, expiry!.Value);
    }

    // Storage encryption was made by the v2 API only; no asset here can hold such keys.
    private static IResult GetEncryptionKey(AssetScope asset) => throw ArmErrors.BadRequest(
        asset.Asset.StorageEncryptionFormat == "None"
            ? "Asset, asset files or encryption key does not exist or asset files are not storage encrypted."
            : "The encryption key of the asset was kept by the v2 API and is not known here.");

    private static async Task<IResult> ListStreamingLocators(AssetScope asset, StreamingLocatorStore locators, CancellationToken cancellationToken)
    {
        var rows = await locators.ListByAssetAsync(asset.Asset.Id, MostLocators, cancellationToken);
        return ArmReply.Ok(new LocatorSummaries([.. rows.Select(Summary)]));
    }

    private static LocatorSummary Summary(StreamingLocator row) => new(
        row.Name, row.AssetName, row.Created, row.StartTime, row.EndTime, row.Id, row.StreamingPolicyName, row.DefaultContentKeyPolicyName);

    internal sealed record LocatorSummaries(IReadOnlyList<LocatorSummary> StreamingLocators);

    internal sealed record LocatorSummary(
        string Name,
        string AssetName,
        DateTimeOffset Created,
        DateTimeOffset? StartTime,
        DateTimeOffset? EndTime,
        Guid StreamingLocatorId,
        string StreamingPolicyName,
        string? DefaultContentKeyPolicyName);
}
