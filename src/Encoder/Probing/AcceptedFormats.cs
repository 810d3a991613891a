namespace MediaPlatform.Encoder.Probing;

/// <summary>
/// Demuxers that may open a job input. Playlists, scripts and image sequences (hls, dash, concat, sdp, lavfi, image2, *_pipe) are not among them:
/// they make ffmpeg open other files or addresses.
/// </summary>
internal static class AcceptedFormats
{
    public const string Whitelist =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mpegvideo,mxf,gxf,asf,wtv,avi,flv,wav,w64,aiff,caf,mp3,aac,ac3,eac3,dts,flac,ogg,amr,dv,h264,hevc,m4v,ivf";

    /// <summary>The demuxer name that ffprobe gives has several parts for mov and matroska; ffmpeg matches any of them.</summary>
    public static bool Holds(string formatName)
    {
        var accepted = Whitelist.Split(',');
        return formatName.Split(',').All(accepted.Contains);
    }
}
