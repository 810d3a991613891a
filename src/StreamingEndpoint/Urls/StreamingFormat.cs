namespace MediaPlatform.StreamingEndpoint.Urls;

/// <summary>What the <c>format=</c> parameter of a URL asks for.</summary>
internal enum StreamingFormat : byte
{
    /// <summary>No tag, or <c>fmp4</c>: Smooth Streaming 2.2.</summary>
    Smooth,

    /// <summary><c>fmp4-v20</c>: Smooth Streaming 2.0, without repeat counts.</summary>
    SmoothV20,

    /// <summary><c>m3u8-aapl</c>: HLS version 4 over MPEG-2 TS, audio apart.</summary>
    HlsV4,

    /// <summary><c>m3u8-aapl-v3</c>: HLS version 3 over MPEG-2 TS, audio muxed.</summary>
    HlsV3,

    /// <summary><c>m3u8-cmaf</c>: HLS version 7 over CMAF.</summary>
    HlsCmaf,

    /// <summary><c>mpd-time-csf</c>: DASH over plain fragmented MP4.</summary>
    DashCsf,

    /// <summary><c>mpd-time-cmaf</c>: DASH over CMAF.</summary>
    DashCmaf,
}

/// <summary>The family of a format, as a streaming policy enables it.</summary>
internal enum StreamingProtocol : byte
{
    Smooth,
    Hls,
    Dash,
    Download,
}

internal static class StreamingFormats
{
    public static bool TryParse(ReadOnlySpan<char> tag, out StreamingFormat format)
    {
        foreach (var (known, value) in Known)
        {
            if (tag.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                format = value;
                return true;
            }
        }

        format = StreamingFormat.Smooth;
        return false;
    }

    /// <summary>The tag as our own manifests print it; empty for the default form of Smooth.</summary>
    public static string Tag(this StreamingFormat format) => format switch
    {
        StreamingFormat.SmoothV20 => "fmp4-v20",
        StreamingFormat.HlsV4 => "m3u8-aapl",
        StreamingFormat.HlsV3 => "m3u8-aapl-v3",
        StreamingFormat.HlsCmaf => "m3u8-cmaf",
        StreamingFormat.DashCsf => "mpd-time-csf",
        StreamingFormat.DashCmaf => "mpd-time-cmaf",
        _ => "",
    };

    public static StreamingProtocol Protocol(this StreamingFormat format) => format switch
    {
        StreamingFormat.HlsV3 or StreamingFormat.HlsV4 or StreamingFormat.HlsCmaf => StreamingProtocol.Hls,
        StreamingFormat.DashCsf or StreamingFormat.DashCmaf => StreamingProtocol.Dash,
        _ => StreamingProtocol.Smooth,
    };

    /// <summary>Whether segments are MPEG-2 transport streams.</summary>
    public static bool IsTransportStream(this StreamingFormat format) => format is StreamingFormat.HlsV3 or StreamingFormat.HlsV4;

    private static readonly (string Tag, StreamingFormat Format)[] Known =
    [
        ("m3u8-cmaf", StreamingFormat.HlsCmaf),
        ("mpd-time-cmaf", StreamingFormat.DashCmaf),
        ("mpd-time-csf", StreamingFormat.DashCsf),
        ("m3u8-aapl", StreamingFormat.HlsV4),
        ("m3u8-aapl-v4", StreamingFormat.HlsV4),
        ("m3u8-aapl-v3", StreamingFormat.HlsV3),
        ("fmp4", StreamingFormat.Smooth),
        ("fmp4-v20", StreamingFormat.SmoothV20),
    ];
}
