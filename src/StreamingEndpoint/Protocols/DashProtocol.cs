using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Manifests.Dash;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>DASH over CMAF or plain fragmented MP4.</summary>
internal sealed class DashProtocol(bool isCmaf) : Fmp4Protocol(isCmaf ? Fmp4Flavour.Cmaf : Fmp4Flavour.Csf, isCmaf ? "c" : "d")
{
    public override TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options) =>
        new(MpdWriter.Write(presentation, isCmaf, options), "application/dash+xml");
}
