namespace MediaPlatform.Media.Captions;

/// <summary>How a caption document becomes a track.</summary>
public sealed record CaptionTrackOptions
{
    /// <summary>Language tag; that of the document when not given.</summary>
    public string? Language { get; init; }

    /// <summary>Title of the track.</summary>
    public string Title { get; init; } = "";

    /// <summary>Length of each fragment; the same as that of the media beside.</summary>
    public TimeSpan Fragment { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Where the presentation begins, and the track with it: the archive of an event begins where its encoder's clock stood.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>
    /// Length of the presentation: the track ends there, since a stray cue far behind the film would have players wait for it. The end of the last cue
    /// when not given, or nothing.
    /// </summary>
    public TimeSpan? Duration { get; init; }
}
