using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Assets;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Manifests.Ism;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>The server manifest of an asset, in which its tracks are kept.</summary>
/// <param name="FileName">Name of the .ism blob.</param>
internal sealed record AssetManifest(IBlobContainer Container, string FileName, ServerManifest Manifest)
{
    /// <summary>Reads it; an asset without one is a 409, which tools read as "no tracks".</summary>
    public static async Task<AssetManifest> ReadAsync(AssetScope asset, IBlobStore blobs, CancellationToken cancellationToken) =>
        await FindAsync(asset, blobs, cancellationToken) ?? throw ArmErrors.Conflict("The asset has no server manifest, so it has no tracks.");

    /// <summary>Reads it; null when the asset has none.</summary>
    public static async Task<AssetManifest?> FindAsync(AssetScope asset, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var container = ContainerOf(asset, blobs);
        if (await FindAsync(container, cancellationToken) is not { } name
            || await ReadAsync(container, name, ServerManifestParser.MaxLength, cancellationToken) is not { } bytes)
        {
            return null;
        }

        try
        {
            return new(container, name, ServerManifestParser.Parse(bytes));
        }
        catch (InvalidMediaException error)
        {
            throw ArmErrors.Conflict($"The server manifest '{name}' of the asset cannot be read: {error.Message}.");
        }
    }

    public static IBlobContainer ContainerOf(AssetScope asset, IBlobStore blobs) => blobs.GetContainer(asset.Asset.StorageAccountName, asset.Asset.Container);

    public ServerManifestTrack? Find(string trackName) =>
        Manifest.Tracks.FirstOrDefault(track => track.UrlName.Equals(trackName, StringComparison.OrdinalIgnoreCase));

    public async Task WriteAsync(ServerManifest manifest, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(ServerManifestWriter.Write(manifest), writable: false);
        await Container.UploadAsync(FileName, content, "application/octet-stream", cancellationToken);
    }

    /// <summary>The first bytes of a blob; null when there is none.</summary>
    public static async Task<byte[]?> ReadAsync(IBlobContainer container, string name, int most, CancellationToken cancellationToken)
    {
        await using var reader = await container.OpenReadAsync(name, cancellationToken);
        if (reader is null)
        {
            return null;
        }

        var bytes = new byte[Math.Min(reader.Length, most)];
        var filled = 0;
        int count;
        while (filled < bytes.Length && (count = await reader.ReadAsync(filled, bytes.AsMemory(filled), cancellationToken)) > 0)
        {
            filled += count;
        }

        return bytes[..filled];
    }

    private static async Task<string?> FindAsync(IBlobContainer container, CancellationToken cancellationToken)
    {
        string? first = null;
        try
        {
            await foreach (var blob in container.ListAsync(null, cancellationToken))
            {
                if (blob.Name.EndsWith(".ism", StringComparison.OrdinalIgnoreCase) && !blob.Name.Contains('/', StringComparison.Ordinal)
                    && (first is null || string.CompareOrdinal(blob.Name, first) < 0))
                {
                    first = blob.Name;
                }
            }
        }
        catch (BlobException error) when (error.Failure == BlobFailure.ContainerNotFound)
        {
            return null;
        }

        return first;
    }
}
