using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>One stored track with what a server manifest says about it; input of <see cref="PresentationBuilder"/>.</summary>
/// <param name="SourceName">Name of the file that holds the samples, as its owner understands it.</param>
/// <param name="Track">The parsed track.</param>
/// <param name="TrackName">Name in URLs; tracks of one kind and name form one switching set.</param>
public sealed record RenditionSource(string SourceName, TrackIndex Track, string TrackName)
{
    /// <summary>Name that its owner gave, where URLs cannot carry it as it is; filters may use it.</summary>
    public string? GivenName { get; init; }

    /// <summary>Bits per second as printed in manifests and URLs; the measured average when not given.</summary>
    public long? Bitrate { get; init; }

    /// <summary>Language as the manifest states it; that of the file when not given.</summary>
    public string? Language { get; init; }

    /// <summary>Name shown to viewers.</summary>
    public string? Label { get; init; }

    /// <summary>DASH role, for example <c>alternate</c>.</summary>
    public string? Role { get; init; }

    /// <summary>For example <c>description</c> for audio description.</summary>
    public string? Accessibility { get; init; }

    /// <summary>HLS CHARACTERISTICS.</summary>
    public string? Characteristics { get; init; }

    /// <summary>The set is chosen when the viewer states no preference.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Subtitles shown even when the viewer asked for none.</summary>
    public bool IsForced { get; init; }

    /// <summary>The set is left out of manifests.</summary>
    public bool IsHidden { get; init; }
}
