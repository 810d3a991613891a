using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Dash;

/// <summary>How a kind of track is named in an MPD.</summary>
internal sealed record DashKind(int Group, string Letter, string ContentType, string MimeType)
{
    private static readonly DashKind Video = new(1, "V", "video", "video/mp4");
    private static readonly DashKind Audio = new(5, "A", "audio", "audio/mp4");
    private static readonly DashKind Text = new(9, "T", "text", "application/mp4");

    public static DashKind Of(TrackKind kind) => kind switch
    {
        TrackKind.Video => Video,
        TrackKind.Audio => Audio,
        _ => Text,
    };
}
