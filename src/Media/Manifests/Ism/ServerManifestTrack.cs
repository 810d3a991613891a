using System.Collections.Immutable;
using MediaPlatform.Media.TimedMetadata;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Ism;

/// <summary>One <c>video</c>, <c>audio</c> or <c>textstream</c> element of a server manifest.</summary>
public sealed record ServerManifestTrack
{
    public required TrackKind Kind { get; init; }

    /// <summary>File in the container, or the name of a folder with one blob per fragment when it has no extension.</summary>
    public required string Source { get; init; }

    /// <summary>Bits per second; null when only the media knows.</summary>
    public long? Bitrate { get; init; }

    /// <summary>Language as written, usually three letters; null when only the media knows.</summary>
    public string? Language { get; init; }

    /// <summary>Track number in an MP4 source; null stands for the first track of the kind.</summary>
    public uint? TrackId { get; init; }

    /// <summary>Name used in URLs; null stands for the name of the element.</summary>
    public string? Name { get; init; }

    /// <summary>The attribute <c>title</c> of hand-written files.</summary>
    public string? Title { get; init; }

    /// <summary>Name for people, written by the tracks API.</summary>
    public string? DisplayName { get; init; }

    /// <summary>For example <c>alternate</c>.</summary>
    public string? Role { get; init; }

    /// <summary>For example <c>description</c>.</summary>
    public string? Accessibility { get; init; }

    /// <summary>HLS CHARACTERISTICS, for example <c>public.accessibility.transcribes-spoken-dialog</c>.</summary>
    public string? HlsCharacteristics { get; init; }

    /// <summary>Null when the manifest does not say.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>HLS FORCED.</summary>
    public bool IsForced { get; init; }

    /// <summary>False when players shall not list the track.</summary>
    public bool IsVisible { get; init; } = true;

    /// <summary>The <c>.vtt</c> file behind a <c>.cmft</c> text track.</summary>
    public string? TranscriptSource { get; init; }

    /// <summary>Name of an <c>.mpi</c> index file, which is not read.</summary>
    public string? IndexFile { get; init; }

    /// <summary>Params that have no member here, in their order; kept so that a rewrite loses nothing.</summary>
    public ImmutableArray<KeyValuePair<string, string>> OtherParameters { get; init; } = [];

    /// <summary>Whether text is said to be for those who do not hear (<c>CAPT</c>), not a translation (<c>SUBT</c>), [MS-SSTR] 2.2.2.3.</summary>
    public bool IsCaption => HasSubtype("CAPT");

    /// <summary>Whether it is a sparse track of messages, which are neither shown nor heard.</summary>
    public bool IsEvents => Kind == TrackKind.Text && HasSubtype(EventTrack.Subtype);

    /// <summary>The source is a folder of fragment blobs, as live archives have it.</summary>
    public bool IsFragmentFolder => NamesFolder(Source);

    /// <summary>The URL name: <see cref="Name"/>, or the name of the element.</summary>
    public string UrlName => Name ?? ElementName(Kind);

    /// <summary>Whether a source is a folder of fragments: names of files have an extension.</summary>
    public static bool NamesFolder(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return !source.Contains('.', StringComparison.Ordinal);
    }

    /// <summary>The value of a param that has no member here, or null.</summary>
    public string? Parameter(string name)
    {
        foreach (var (key, value) in OtherParameters)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private bool HasSubtype(string subtype) => subtype.Equals(Parameter("Subtype"), StringComparison.OrdinalIgnoreCase);

    internal static string ElementName(TrackKind kind) => kind switch
    {
        TrackKind.Video => "video",
        TrackKind.Audio => "audio",
        _ => "textstream",
    };
}
