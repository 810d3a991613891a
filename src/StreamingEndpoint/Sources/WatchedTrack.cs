using System.Text;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.StreamingEndpoint.Delivery;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>A text track that was left out or holds events, and the version of its file or of all its fragments for which that holds: null while there is none.</summary>
internal sealed record WatchedTrack(ServerManifestTrack Track, string? Version)
{
    /// <summary>A version that nothing stored has.</summary>
    public const string Unread = "";

    /// <summary>Whether reading it again would find the same.</summary>
    public async Task<bool> IsCurrentAsync(IBlobContainer container, CancellationToken cancellationToken) =>
        await VersionAsync(container, Track, cancellationToken) == Version;

    /// <summary>What is stored for a track at this moment.</summary>
    public static async Task<string?> VersionAsync(IBlobContainer container, ServerManifestTrack track, CancellationToken cancellationToken)
    {
        if (!track.IsFragmentFolder)
        {
            return (await container.GetPropertiesAsync(track.Source, cancellationToken))?.ETag;
        }

        var blobs = new StringBuilder();
        await foreach (var blob in container.ListAsync(track.Source + "/", cancellationToken))
        {
            blobs.Append(blob.Name).Append('\n').Append(blob.ETag).Append('\n');
        }

        return blobs.Length == 0 ? null : EntityTag.Of(blobs.ToString());
    }
}
