using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>Writes the server manifest of an asset that has media files but none.</summary>
internal sealed class ServerManifestMaker(IBlobStore blobs)
{
    private const int MostFiles = 256;

    private static readonly string[] s_extensions = [".mp4", ".m4v", ".m4a", ".mov", ".ismv", ".isma", ".cmfv", ".cmfa"];

    /// <param name="asset">The asset.</param>
    /// <param name="name">Name of the blob to write; that of the best file when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<MadeManifest> MakeAsync(AssetScope asset, string? name, CancellationToken cancellationToken)
    {
        var container = AssetManifest.ContainerOf(asset, blobs);
        var names = await MediaNamesAsync(container, cancellationToken);
        var files = new List<(string Name, MediaFile File)>();
        var ignored = new List<(string Name, string Reason)>();
        foreach (var file in names)
        {
            await ReadAsync(container, file, files, ignored, cancellationToken);
        }

        var manifest = ServerManifestBuilder.Build(files);
        if (manifest.Tracks.IsEmpty)
        {
            throw ArmErrors.BadRequest(ignored.Count == 0
                ? "The asset holds no MP4 file."
                : $"The asset holds no file that can be streamed: {string.Join("; ", ignored.Select(one => $"{one.Name}: {one.Reason}"))}.");
        }

        CheckTogether(manifest, files);
        var made = new MadeManifest(name ?? NameFor(manifest), manifest, ignored);
        await new AssetManifest(container, made.FileName, manifest).WriteAsync(manifest, cancellationToken);
        return made;
    }

    // That of the best picture, or else of the first sound.
    private static string NameFor(ServerManifest manifest) =>
        Path.ChangeExtension((manifest.Tracks.FirstOrDefault(track => track.Kind == TrackKind.Video) ?? manifest.Tracks[0]).Source, ".ism");

    private static async Task<List<string>> MediaNamesAsync(IBlobContainer container, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (var blob in container.ListAsync(null, cancellationToken))
            {
                if (blob.Name.Contains('/', StringComparison.Ordinal))
                {
                    continue;
                }

                var extension = Path.GetExtension(blob.Name).ToLowerInvariant();
                if (extension == ".ism")
                {
                    throw ArmErrors.Conflict($"The asset has the server manifest '{blob.Name}' already.");
                }

                if (s_extensions.Contains(extension))
                {
                    names.Add(blob.Name);
                }
            }
        }
        catch (BlobException error) when (error.Failure == BlobFailure.ContainerNotFound)
        {
            throw ArmErrors.BadRequest("The container of the asset does not exist.");
        }

        return names.Count <= MostFiles ? names : throw ArmErrors.Limit("media files in one server manifest", MostFiles);
    }

    private static async Task ReadAsync(
        IBlobContainer container, string name, List<(string Name, MediaFile File)> files, List<(string Name, string Reason)> ignored, CancellationToken cancellationToken)
    {
        await using var blob = await container.OpenReadAsync(name, cancellationToken);
        if (blob is null)
        {
            return; // deleted since it was listed
        }

        try
        {
            var file = await Mp4Parser.ReadAsync(new BlobMediaReader(blob), cancellationToken: cancellationToken);
            ignored.AddRange(file.Tracks.Where(track => !ServerManifestBuilder.IsStreamable(track)).Select(track => (name, Why(track))));
            files.Add((name, file));
        }
        catch (InvalidMediaException error)
        {
            ignored.Add((name, error.Message));
        }
    }

    /// <summary>Why a track cannot be delivered.</summary>
    public static string Why(TrackIndex track) =>
        track.SampleCount == 0 ? $"track {track.TrackId} is empty"
        : track.Format.IsEncrypted ? $"track {track.TrackId} is encrypted"
        : $"track {track.TrackId} is {track.Format.SampleEntryType}, which is not delivered";

    // What the origin would refuse is better said now, while the caller is there to hear it.
    private static void CheckTogether(ServerManifest manifest, List<(string Name, MediaFile File)> files)
    {
        try
        {
            _ = PresentationBuilder.Build([.. manifest.Tracks.Select(track => new RenditionSource(
                track.Source, files.Find(file => file.Name == track.Source).File.Find(track.TrackId!.Value)!, track.UrlName))]);
        }
        catch (PackagingRefusedException error)
        {
            throw ArmErrors.BadRequest(error.Message);
        }
    }
}

/// <param name="Ignored">Files or tracks that are left out, and why.</param>
internal sealed record MadeManifest(string FileName, ServerManifest Manifest, IReadOnlyList<(string Name, string Reason)> Ignored);
