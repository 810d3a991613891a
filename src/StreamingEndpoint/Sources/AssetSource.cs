using System.Collections.Concurrent;
using System.Collections.Frozen;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// A presentation as it lies in storage at one moment: server manifest, open media files and common timeline. Immutable
/// but for the manifests that it remembers.
/// </summary>
internal sealed class AssetSource
{
    private const int MaxManifests = 512;

    // All playlists of a ladder of two hours have room many times over; those of a day with many levels are written again now and then.
    private const long MaxManifestBytes = 32 << 20;
    private const int EventOverhead = 100;

    private readonly ConcurrentDictionary<ManifestKey, TextBody> _manifests = new();
    private readonly ConcurrentDictionary<string, (object Locator, TextBody Body)> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MediaSource> _files; // not frozen, which a viewer would wait for
    private readonly long _eventBytes;
    private volatile bool _isLoaded;
    private volatile bool _isClosed;

    public AssetSource(ServerManifest manifest, string manifestTag, Presentation presentation, IReadOnlyList<MediaSource> files)
    {
        Manifest = manifest;
        ManifestTag = manifestTag;
        Presentation = presentation;
        InTransportStreams = manifest.FragmentsPerHlsSegment is > 1 and var count ? presentation.Join(count) : presentation;
        _eventBytes = presentation.Events.Sum(track => track.Events.Sum(one => (long)one.Message.Length + EventOverhead));
        _files = files.ToDictionary(file => file.Name, StringComparer.Ordinal);
    }

    public ServerManifest Manifest { get; }

    /// <summary>Entity tag of the server manifest blob.</summary>
    public string ManifestTag { get; }

    /// <summary>All tracks, before filters.</summary>
    public Presentation Presentation { get; }

    /// <summary>All tracks as transport streams are cut: an archive may put several fragments of the live event in each segment.</summary>
    public Presentation InTransportStreams { get; }

    /// <summary>Text tracks that are left out, by name, and why.</summary>
    public IReadOnlyDictionary<string, OriginException> Refused { get; init; } = FrozenDictionary<string, OriginException>.Empty;

    /// <summary>Text tracks that are not among the files: those that were not there or could not be read, and those of events.</summary>
    public IReadOnlyList<WatchedTrack> Watched { get; init; } = [];

    public IEnumerable<MediaSource> Files => _files.Values;

    /// <summary>All that is known of the samples is in memory; else whoever asks may have to wait for a disk.</summary>
    public bool IsLoaded => _isLoaded || (_isLoaded = _files.Values.All(file => file.File.Tracks.All(track => track.IsLoaded)));

    /// <summary>An index has failed: nothing more can be made of some track.</summary>
    public bool IsLost => _files.Values.Any(file => file.IsLost);

    /// <summary>The cache has let go of it; only who keeps its files open already may go on.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Bytes of memory held, roughly.</summary>
    public long Size => _eventBytes + _files.Values.Sum(file => file.IndexBytes + file.Subsamples.Bytes) + ManifestBytes;

    private long ManifestBytes => _manifests.Values.Sum(body => (long)body.Size);

    public MediaSource FileOf(Rendition rendition) => _files[rendition.SourceName];

    /// <summary>The manifest that this very path gave under this locator model, so that a repeated URL is not even taken apart.</summary>
    public TextBody? Remembered(string path, object locator) =>
        _spellings.TryGetValue(path, out var known) && ReferenceEquals(known.Locator, locator) ? known.Body : null;

    /// <summary>Keeps the spelling of a path.</summary>
    public void Remember(string path, object locator, TextBody body)
    {
        if (_spellings.Count >= MaxManifests)
        {
            _spellings.Clear();
        }

        _spellings[path] = (locator, body);
    }

    public TextBody? Remembered(ManifestKey key) => _manifests.GetValueOrDefault(key);

    /// <summary>Keeps a manifest; all are forgotten when there are too many or too long ones, which few but abusers reach.</summary>
    public TextBody Remember(ManifestKey key, TextBody body)
    {
        if (_manifests.Count >= MaxManifests || ManifestBytes + body.Size > MaxManifestBytes)
        {
            _manifests.Clear();
            _spellings.Clear(); // which would keep them in memory
        }

        return _manifests.GetOrAdd(key, body);
    }

    public async ValueTask CloseAsync()
    {
        _isClosed = true;
        foreach (var file in _files.Values)
        {
            await file.Reader.ReleaseAsync();
        }
    }
}
