using System.Globalization;
using System.Text;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>One output format: which tracks it carries, its manifests, its segments.</summary>
internal interface IProtocol
{
    /// <summary>Whether segments of video carry one audio too.</summary>
    bool MuxesAudio => false;

    /// <summary>Whether the format has a place for the codecs of a set.</summary>
    bool Carries(SwitchingSet set);

    /// <summary>Whether a manifest of the tracks offers something to play; the tracks are some that the format carries.</summary>
    bool CanPlay(Presentation presentation) => true;

    /// <summary>The presentation: master playlist, MPD or client manifest.</summary>
    TextBody WriteManifest(Presentation presentation, in StreamingUrl url, ManifestOptions options);

    /// <summary>A playlist of one rendition, or null when the format has none.</summary>
    TextBody? WritePlaylist(Presentation presentation, SwitchingSet set, Rendition rendition, in StreamingUrl url, ManifestOptions options);

    /// <summary>The init segment, or null when the format has none.</summary>
    Segment? Init(SegmentTarget target);

    /// <summary>A fragment of the common plan.</summary>
    ValueTask<Segment> FragmentAsync(SegmentTarget target, int fragment, CancellationToken cancellationToken);

    /// <summary>One key frame, or null when the format has no I-frame playlists.</summary>
    ValueTask<Segment?> KeyFrameAsync(SegmentTarget target, int sample, CancellationToken cancellationToken);
}

/// <summary>The rendition that a segment is made from.</summary>
internal readonly record struct SegmentTarget(AssetSource Asset, SwitchingSet Set, Rendition Rendition, MediaSource Source)
{
    /// <summary>The audio to put beside the video, for formats that do so.</summary>
    public (SwitchingSet Set, Rendition Rendition, MediaSource Source)? Audio { get; init; }

    /// <summary>The key that the rendition is encrypted with, or null when it stays clear.</summary>
    public TrackKey? Key { get; init; }

    /// <summary>How samples of the rendition are encrypted; null when they are not.</summary>
    public TrackEncryption? Encryption => Key is { Signal.Scheme: { } scheme } key
        ? new(scheme, key.Signal.KeyId, key.Key, scheme == ProtectionScheme.Cbcs ? key.Iv : TrackEncryption.DeriveIv(key.Key, key.Iv, Encoding.UTF8.GetBytes(Place)))
        : null;

    /// <summary>What there is to know of the samples is in memory.</summary>
    public bool IsLoaded => Rendition.Track.IsLoaded && (Audio is not { } audio || audio.Rendition.Track.IsLoaded);

    /// <summary>Reads what there is to know of the samples.</summary>
    /// <exception cref="IOException">The stored index cannot be read any more.</exception>
    public void Load()
    {
        Rendition.Track.Load();
        Audio?.Rendition.Track.Load();
    }

    // Tracks under one key count from different places in counter mode; the name is the same in every format.
    private string Place => string.Create(CultureInfo.InvariantCulture, $"{Rendition.SourceName}#{Rendition.Track.TrackId}");

    /// <summary>Name of a segment for its entity tag: the version of the blob and what is taken from it.</summary>
    public string Identity(string format, string part) => $"{Source.VersionTag}{format}{Rendition.Bitrate:x}-{part}";
}
