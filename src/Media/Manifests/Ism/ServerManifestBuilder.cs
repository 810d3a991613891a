using System.Collections.Immutable;
using System.Globalization;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Manifests.Ism;

/// <summary>
/// Makes a server manifest for media files that have none: sound first, then video by falling bitrate. The same sound
/// usually lies in every interleaved file, so it is taken from files without pictures or else from the smallest other.
/// </summary>
public static class ServerManifestBuilder
{
    /// <param name="files">File names with what they hold; tracks that cannot be streamed are left out.</param>
    public static ServerManifest Build(IReadOnlyList<(string Name, MediaFile File)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var tracks = Sounds(files).Concat(Pictures(files)).ToImmutableArray();
        var isSmooth = files.All(file => file.File.IsFragmented && Path.GetExtension(file.Name).StartsWith(".ism", StringComparison.OrdinalIgnoreCase));
        return new ServerManifest { Formats = isSmooth ? null : "mp4", Tracks = tracks };
    }

    /// <summary>Whether a track can be delivered in any format at all.</summary>
    public static bool IsStreamable(TrackIndex track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return track.SampleCount > 0 && !track.Format.IsEncrypted && track.Format.Codec is not (Codec.Unknown or Codec.Mp3 or Codec.Vp9 or Codec.Ac3);
    }

    private static IEnumerable<ServerManifestTrack> Pictures(IReadOnlyList<(string Name, MediaFile File)> files) =>
        Of(files, TrackKind.Video).OrderByDescending(one => one.Track.AverageBitrate).Select(one => Describe(one.Name, one.Track, "video"));

    private static IEnumerable<ServerManifestTrack> Sounds(IReadOnlyList<(string Name, MediaFile File)> files)
    {
        var withPictures = Of(files, TrackKind.Video).ToLookup(one => one.Name, one => one.Track.AverageBitrate);
        var sounds = Of(files, TrackKind.Audio).ToList();
        var alone = sounds.Where(one => !withPictures.Contains(one.Name)).ToList();
        var carrier = sounds.Select(one => one.Name).OrderBy(name => withPictures[name].DefaultIfEmpty().Max()).FirstOrDefault();
        var chosen = alone.Count > 0 ? alone : sounds.FindAll(one => one.Name == carrier);
        foreach (var file in chosen.GroupBy(one => one.Name))
        {
            foreach (var alike in file.GroupBy(one => (one.Track.Format.Codec, one.Track.Language, one.Track.Format.Channels)))
            {
                foreach (var (number, one) in alike.Index())
                {
                    yield return Describe(one.Name, one.Track, chosen.Count == 1 ? "audio" : NameOf(one.Track, number));
                }
            }
        }
    }

    // Tracks of one name are alternatives of each other, so sounds that stand side by side in one file need names of their own.
    private static string NameOf(TrackIndex track, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{track.Format.Codec.ToString().ToLowerInvariant()}_{track.Language}_{track.Format.Channels}{(number == 0 ? "" : $"_{number + 1}")}");

    private static IEnumerable<(string Name, TrackIndex Track)> Of(IReadOnlyList<(string Name, MediaFile File)> files, TrackKind kind) =>
        files.SelectMany(file => file.File.Tracks.Where(track => track.Format.Kind == kind && IsStreamable(track)).Select(track => (file.Name, track)));

    private static ServerManifestTrack Describe(string file, TrackIndex track, string name) => new()
    {
        Kind = track.Format.Kind,
        Source = file,
        Bitrate = Math.Max(1, track.AverageBitrate),
        Language = track.Format.Kind == TrackKind.Audio && track.Language != "und" ? track.Language : null,
        TrackId = track.TrackId,
        Name = name,
    };
}
