using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>HLS version 7 over CMAF.</summary>
internal sealed class HlsCmafProtocol() : Fmp4Protocol(Fmp4Flavour.Cmaf, "c")
{
    public const string PlaylistType = "application/vnd.apple.mpegurl";

    public override bool CanPlay(Presentation presentation) => HlsMasterWriter.HasVariants(presentation);

    public override TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options) =>
        new(HlsMasterWriter.Write(presentation, HlsForm.Cmaf, options), PlaylistType);

    public override TextBody? WritePlaylist(Presentation presentation, SwitchingSet set, Rendition rendition, in StreamingUrl url, ManifestOptions options) =>
        new(url.Kind == RequestKind.KeyFramePlaylist
            ? HlsPlaylistWriter.WriteKeyFrames(set, rendition, HlsForm.Cmaf, options)
            : HlsPlaylistWriter.Write(set, rendition, HlsForm.Cmaf, options), PlaylistType);

    public override ValueTask<Segment?> KeyFrameAsync(SegmentTarget target, int sample, CancellationToken cancellationToken) => SingleAsync(target, sample, cancellationToken);
}
