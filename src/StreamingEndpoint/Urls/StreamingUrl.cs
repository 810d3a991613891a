namespace MediaPlatform.StreamingEndpoint.Urls;

/// <summary>What a streaming URL points at.</summary>
internal enum RequestKind : byte
{
    /// <summary>The presentation: master playlist, MPD or Smooth client manifest.</summary>
    Manifest,

    /// <summary>An HLS media playlist of one track.</summary>
    MediaPlaylist,

    /// <summary>An HLS I-frame playlist of one video track.</summary>
    KeyFramePlaylist,

    /// <summary>An init segment (time <c>i</c>).</summary>
    Init,

    /// <summary>A segment, named by its start time.</summary>
    Fragment,

    /// <summary>One key frame as a segment of an I-frame playlist.</summary>
    KeyFrame,

    /// <summary>A file of the asset as it is stored.</summary>
    Download,
}

/// <summary>
/// A streaming URL taken apart; texts are slices of the path, so that parsing allocates nothing.
/// Grammar: docs/formats/streaming-urls.md.
/// </summary>
internal readonly record struct StreamingUrl
{
    public required RequestKind Kind { get; init; }

    public required Guid LocatorId { get; init; }

    /// <summary>File name of the server manifest, or of the file to download.</summary>
    public required ReadOnlyMemory<char> FileName { get; init; }

    public StreamingFormat Format { get; init; }

    public EncryptionTag Encryption { get; init; }

    /// <summary>Names of filters as written, separated by semicolons.</summary>
    public ReadOnlyMemory<char> Filters { get; init; }

    /// <summary>Name of the track that HLS version 3 muxes; empty when the URL leaves the choice to us.</summary>
    public ReadOnlyMemory<char> AudioTrack { get; init; }

    /// <summary>Whether a TS master lists an audio-only variant; null when the URL does not say.</summary>
    public bool? AudioOnly { get; init; }

    /// <summary>The bitrate that names the quality level, in bits per second.</summary>
    public long Bitrate { get; init; }

    public ReadOnlyMemory<char> TrackName { get; init; }

    /// <summary>Start time of the fragment in the timescale of its manifest.</summary>
    public long Time { get; init; }
}
