using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Manifests.Smooth;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>Smooth Streaming, version 2.2 or 2.0. It has no init segments: the manifest says what they would.</summary>
internal sealed class SmoothProtocol(bool isVersion20) : Fmp4Protocol(Fmp4Flavour.Smooth, "s")
{
    // Late-bound text was not delivered in Smooth; only what was stored for it is: in its own files, and in the folders of live archives.
    public override bool Carries(SwitchingSet set) => SmoothManifestWriter.Carries(set) && (set.Kind != TrackKind.Text || set.Renditions.All(IsStoredForSmooth));

    public override TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options) =>
        new(SmoothManifestWriter.Write(presentation, isVersion20, options), "text/xml; charset=utf-8");

    public override Segment? Init(SegmentTarget target) => null;

    private static bool IsStoredForSmooth(Rendition rendition) =>
        rendition.SourceName.EndsWith(".ismt", StringComparison.OrdinalIgnoreCase)
        || (rendition.Track.Format.Codec == Codec.Ttml && ServerManifestTrack.NamesFolder(rendition.SourceName));
}
