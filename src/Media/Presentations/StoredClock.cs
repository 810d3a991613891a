using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>The clock that stored fragments of pictures and sound are named by: that of a live encoder, or of whoever cut a film.</summary>
public sealed class StoredClock
{
    private readonly HashSet<TrackIndex> _tracks;
    private readonly bool _isOfFolders;

    private StoredClock(IReadOnlyList<TrackIndex> tracks, bool isOfFolders)
    {
        _tracks = [.. tracks];
        _isOfFolders = isOfFolders;
        Begin = tracks.Min(track => track.FirstPresentation);
    }

    /// <summary>Start of the first of its tracks.</summary>
    public MediaTime Begin { get; }

    /// <summary>The tracks on it.</summary>
    public IReadOnlyCollection<TrackIndex> Tracks => _tracks;

    /// <summary>The clock of an asset; null when nothing in it is stored in fragments.</summary>
    /// <param name="media">Tracks with the name of what holds them. Folders of fragments are what a live event left, so files beside them have no part in its clock.</param>
    public static StoredClock? Of(IEnumerable<(string Source, TrackIndex Track)> media)
    {
        var stored = media.Where(one => one.Track.IsFragmented && one.Track.Format.Kind != TrackKind.Text && one.Track.SampleCount > 0).ToList();
        var folders = stored.FindAll(one => ServerManifestTrack.NamesFolder(one.Source));
        return stored.Count == 0 ? null : new([.. (folders.Count > 0 ? folders : stored).Select(one => one.Track)], folders.Count > 0);
    }

    /// <summary>Whether a track knows nothing of the clock and begins with it: a file beside folders, or one that is over before the clock begins.</summary>
    public bool IsBeside(TrackIndex track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return Begin.Ticks > 0 && !_tracks.Contains(track) && (_isOfFolders || track.End.CompareTo(Begin) <= 0);
    }
}
