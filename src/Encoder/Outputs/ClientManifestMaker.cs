using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>The .ismc of an output: the Smooth Streaming client manifest of the tracks that its server manifest lists.</summary>
internal static class ClientManifestMaker
{
    public static byte[] Make(IReadOnlyList<EncodedFile> files, ServerManifest manifest)
    {
        var sources = manifest.Tracks.Select(track => new RenditionSource(track.Source, TrackOf(files, track), track.UrlName)
        {
            Bitrate = track.Bitrate,
            Language = track.Language,
        });
        return SmoothManifestWriter.Write(PresentationBuilder.Build([.. sources]), version20: false, new ManifestOptions { Parameters = "" });
    }

    private static TrackIndex TrackOf(IReadOnlyList<EncodedFile> files, ServerManifestTrack track) =>
        files.First(file => file.Name == track.Source).Media!.Tracks.First(candidate => candidate.TrackId == track.TrackId);
}
