using System.Collections.Immutable;
using MediaPlatform.Media.Presentations;

namespace MediaPlatform.Media.Manifests;

/// <summary>What the URL of a manifest hands down to the URLs inside of it.</summary>
public sealed record ManifestOptions
{
    /// <summary>Parameters of every listed URL without the leading comma, for example <c>format=m3u8-cmaf,filter=a</c>; may be empty.</summary>
    public required string Parameters { get; init; }

    /// <summary>Bitrate of the level to list first, when a filter asks for one.</summary>
    public long? FirstBitrate { get; init; }

    /// <summary>How a rendition is encrypted; null for clear ones. Null when all are clear.</summary>
    public Func<Rendition, TrackSignal?>? Protection { get; init; }

    /// <summary>Spans without pictures and sound, which playlists of HLS leave out; of the presentation that is listed.</summary>
    public ImmutableArray<MediaGap> Gaps { get; init; } = [];

    /// <summary>The presentation whose events playlists of HLS mark; null for none.</summary>
    public Presentation? Marks { get; init; }

    /// <summary>End of the sound inside of the segments of video, 100 ns; null where it has segments of its own.</summary>
    public long? MuxedEnd { get; init; }

    /// <summary>Query that playlists hand down to the playlists they list, with its question mark; empty without one.</summary>
    public string Query { get; init; } = "";

    /// <summary><see cref="Parameters"/> as the tail of a list.</summary>
    internal string Tail => Parameters.Length == 0 ? "" : "," + Parameters;
}
