using MediaPlatform.TestKit;

namespace MediaPlatform.StreamingEndpoint.Tests.Sources;

/// <summary>Brings archives of live events to their URLs.</summary>
internal static class ArchivePublishing
{
    /// <summary>Uploads and publishes; the path of the presentation.</summary>
    public static async Task<string> PublishAsync(this LiveArchive archive, OriginServer server, string formats = "vod-fmp4")
    {
        var asset = await server.AddAssetAsync();
        foreach (var (name, bytes) in archive.Blobs(formats))
        {
            await server.UploadAsync(asset, name, bytes);
        }

        return $"/{await server.PublishAsync(asset)}/{LiveArchive.ManifestName}";
    }
}
