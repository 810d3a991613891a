using MediaPlatform.Media.Manifests.Hls;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>The protocol of each format.</summary>
internal sealed class ProtocolTable
{
    // A letter stands for the bytes of a format in entity tags: when those change for the same media, so must the letter.
    private readonly Dictionary<StreamingFormat, IProtocol> _protocols = new()
    {
        [StreamingFormat.HlsV3] = new TsProtocol(HlsForm.MuxedTs, "o"),
        [StreamingFormat.HlsV4] = new TsProtocol(HlsForm.Ts, "u"),
        [StreamingFormat.HlsCmaf] = new HlsCmafProtocol(),
        [StreamingFormat.DashCmaf] = new DashProtocol(isCmaf: true),
        [StreamingFormat.DashCsf] = new DashProtocol(isCmaf: false),
        [StreamingFormat.Smooth] = new SmoothProtocol(isVersion20: false),
        [StreamingFormat.SmoothV20] = new SmoothProtocol(isVersion20: true),
    };

    /// <exception cref="OriginException">There is no such output.</exception>
    public IProtocol Of(StreamingFormat format) =>
        _protocols.TryGetValue(format, out var protocol) ? protocol : throw new OriginException(MpeErrors.OutputFormatNotSupported);
}
