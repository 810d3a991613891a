using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>
/// Adds, changes and removes tracks in the server manifest. The asset's row is stored with every change: its version tells origins to read the
/// manifest anew.
/// </summary>
internal sealed class TrackWriter(AssetStore assets, IBlobStore blobs, TrackFiles files) : IDisposable
{
    // Manifests have no conditional write on every store; within one process this keeps two writers apart.
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public async Task<(ServerManifestTrack Track, bool IsNew)> PutAsync(AssetScope asset, string name, JsonObject json, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(cancellationToken);
        var asked = AssetTrackBody.Read(json, name, null, null);
        if (!asked.IsFragmentFolder)
        {
            await files.RequireAsync(asset, asked.Source, cancellationToken);
        }

        var manifest = await AssetManifest.ReadAsync(asset, blobs, cancellationToken);
        var existing = manifest.Find(name);
        var track = await files.DescribeAsync(
            asset, AssetTrackBody.Read(json, name, existing, existing is null ? null : AssetTrackProperties.ToResource(existing, asset)), existing, cancellationToken);
        await StoreAsync(asset, manifest, TrackLevels.Change(manifest.Manifest.Tracks, existing, track), cancellationToken);
        return (track, existing is null);
    }

    public async Task<ServerManifestTrack> PatchAsync(AssetScope asset, string name, JsonObject patch, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(cancellationToken);
        var manifest = await AssetManifest.ReadAsync(asset, blobs, cancellationToken);
        var existing = manifest.Find(name) ?? throw ArmErrors.NotFound();
        var current = AssetTrackProperties.ToResource(existing, asset);
        var track = AssetTrackBody.Read(MergePatch.Apply(current, patch), name, existing, current);
        track = await files.DescribeAsync(asset, track, existing, cancellationToken);
        await StoreAsync(asset, manifest, TrackLevels.Change(manifest.Manifest.Tracks, existing, track), cancellationToken);
        return track;
    }

    /// <summary>False when there was no such track. The file stays in the container.</summary>
    public async Task<bool> DeleteAsync(AssetScope asset, string name, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(cancellationToken);
        var manifest = await AssetManifest.FindAsync(asset, blobs, cancellationToken);
        if (manifest?.Find(name) is not { } existing)
        {
            return false;
        }

        if (existing.Kind == TrackKind.Video)
        {
            throw ArmErrors.BadRequest("Video tracks cannot be deleted.");
        }

        await StoreAsync(asset, manifest, TrackLevels.Change(manifest.Manifest.Tracks, existing, null), cancellationToken);
        return true;
    }

    /// <summary>Tells origins that the file behind a track changed.</summary>
    public async Task TouchAsync(AssetScope asset, string name, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(cancellationToken);
        var manifest = await AssetManifest.ReadAsync(asset, blobs, cancellationToken);
        var existing = manifest.Find(name) ?? throw ArmErrors.NotFound();
        var track = await files.ReadAgainAsync(asset, existing, cancellationToken);
        await StoreAsync(asset, manifest, TrackLevels.Change(manifest.Manifest.Tracks, existing, track), cancellationToken);
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task StoreAsync(AssetScope asset, AssetManifest manifest, ImmutableArray<ServerManifestTrack> tracks, CancellationToken cancellationToken)
    {
        await manifest.WriteAsync(manifest.Manifest with { Tracks = tracks }, cancellationToken);
        await Upsert.ExistingAsync(
            token => assets.FindAsync(asset.Account.Id, asset.Asset.Name, token),
            row =>
            {
                asset.Account.Stamp(row);
                return Task.FromResult(row);
            },
            assets.SaveAsync,
            cancellationToken);
    }

    private async Task<IDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        return new Held(_oneAtATime);
    }

    private sealed class Held(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
