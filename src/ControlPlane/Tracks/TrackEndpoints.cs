using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Operations;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>Tracks of an asset. Changes are done within the request; clients that poll see them succeeded.</summary>
internal static class TrackEndpoints
{
    public static void MapTracks(this IEndpointRouteBuilder account)
    {
        var tracks = account.MapGroup("assets/{assetName}/tracks").WithTags("Tracks");
        tracks.MapGet("", List).Operation("Tracks_List", ApiVersions.Metadata);
        tracks.MapGet("{trackName}", Get).Operation("Tracks_Get", ApiVersions.Metadata);
        tracks.MapPut("{trackName}", CreateOrUpdate).Operation("Tracks_CreateOrUpdate", ApiVersions.Metadata);
        tracks.MapPatch("{trackName}", Update).Operation("Tracks_Update", ApiVersions.Metadata);
        tracks.MapDelete("{trackName}", Delete).Operation("Tracks_Delete", ApiVersions.Metadata);
        tracks.MapPost("{trackName}/updateTrackData", UpdateTrackData).Operation("Tracks_UpdateTrackData", ApiVersions.Metadata);
        tracks.MapGet("{trackName}/operationStatuses/{operationId}", GetStatus).WithTags("OperationStatuses").Operation("OperationStatuses_Get", ApiVersions.Metadata);
        tracks.MapGet("{trackName}/operationResults/{operationId}", GetResult).WithTags("OperationResults").Operation("OperationResults_Get", ApiVersions.Metadata);
    }

    private static async Task<IResult> List(AssetScope asset, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var manifest = await AssetManifest.ReadAsync(asset, blobs, cancellationToken);
        var tracks = manifest.Manifest.Tracks.DistinctBy(track => track.UrlName.ToLowerInvariant());
        return ArmReply.Ok(new Dictionary<string, object> { ["value"] = tracks.Select(track => AssetTrackProperties.ToResource(track, asset)).ToArray() });
    }

    private static async Task<IResult> Get(AssetScope asset, string trackName, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var manifest = await AssetManifest.ReadAsync(asset, blobs, cancellationToken);
        return ArmReply.Ok(AssetTrackProperties.ToResource(manifest.Find(trackName) ?? throw ArmErrors.NotFound(), asset));
    }

    private static async Task<IResult> CreateOrUpdate(
        AssetScope asset, string trackName, JsonBody body, TrackWriter writer, OperationRecorder operations, CancellationToken cancellationToken)
    {
        ResourceNames.Check(trackName);
        var (track, isNew) = await writer.PutAsync(asset, trackName, body.Json, cancellationToken);
        await AnnounceAsync(asset, track.UrlName, "CreateOrUpdate", operations, cancellationToken);
        return ArmReply.CreatedOrOk(isNew, AssetTrackProperties.ToResource(track, asset, "InProgress"));
    }

    private static async Task<IResult> Update(
        AssetScope asset, string trackName, JsonBody body, TrackWriter writer, OperationRecorder operations, CancellationToken cancellationToken)
    {
        var track = await writer.PatchAsync(asset, trackName, body.Json, cancellationToken);
        await AnnounceAsync(asset, track.UrlName, "Update", operations, cancellationToken);
        return ArmReply.Accepted(AssetTrackProperties.ToResource(track, asset, "InProgress"));
    }

    private static async Task<IResult> Delete(
        AssetScope asset, string trackName, TrackWriter writer, OperationRecorder operations, CancellationToken cancellationToken)
    {
        if (!await writer.DeleteAsync(asset, trackName, cancellationToken))
        {
            return ArmReply.Deleted(false);
        }

        await AnnounceAsync(asset, trackName, "Delete", operations, cancellationToken);
        return ArmReply.Empty(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> UpdateTrackData(
        AssetScope asset, string trackName, TrackWriter writer, OperationRecorder operations, CancellationToken cancellationToken)
    {
        await writer.TouchAsync(asset, trackName, cancellationToken);
        await AnnounceAsync(asset, trackName, "UpdateTrackData", operations, cancellationToken);
        return ArmReply.Empty(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetStatus(
        AssetScope asset, string trackName, Guid operationId, AsyncOperationStore operations, CancellationToken cancellationToken)
    {
        var operation = await FindAsync(asset, trackName, operationId, operations, cancellationToken);
        if (operation.Status == AsyncOperationStatus.InProgress)
        {
            LongRunning.PollSoon(asset.Account.Request);
        }

        return ArmReply.Ok(OperationStatusReply.Of(operation, $"{AssetTrackProperties.IdOf(asset, trackName)}/operationStatuses/{operation.Id}"));
    }

    private static async Task<IResult> GetResult(
        AssetScope asset, string trackName, Guid operationId, AsyncOperationStore operations, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var operation = await FindAsync(asset, trackName, operationId, operations, cancellationToken);
        if (operation.Status == AsyncOperationStatus.InProgress)
        {
            LongRunning.PollSoon(asset.Account.Request);
            return ArmReply.Empty(StatusCodes.Status202Accepted);
        }

        return operation.Kind == "Tracks_Delete" ? ArmReply.Empty(StatusCodes.Status204NoContent) : await Get(asset, trackName, blobs, cancellationToken);
    }

    private static async Task<AsyncOperation> FindAsync(
        AssetScope asset, string trackName, Guid id, AsyncOperationStore operations, CancellationToken cancellationToken)
    {
        var operation = await operations.FindAsync(asset.Account.Id, id, cancellationToken);
        return operation is not null && operation.ResourceName.Equals(NameOf(asset, trackName), StringComparison.OrdinalIgnoreCase) ? operation : throw ArmErrors.NotFound();
    }

    private static async Task AnnounceAsync(
        AssetScope asset, string trackName, string action, OperationRecorder operations, CancellationToken cancellationToken)
    {
        var operation = await operations.CompletedAsync(asset.Account.Id, "Tracks_" + action, NameOf(asset, trackName), cancellationToken);
        var track = AssetTrackProperties.IdOf(asset, trackName);
        LongRunning.Announce(asset.Account.Request, $"{track}/operationStatuses/{operation.Id}", $"{track}/operationResults/{operation.Id}");
    }

    // By id: two names could be longer than the column.
    private static string NameOf(AssetScope asset, string trackName) => $"{asset.Asset.Id}/{trackName}";
}
