using System.Collections.Immutable;
using System.Globalization;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Manifests.Ism;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>The .ism of an output: sound first, then video by falling bitrate, all bitrates measured.</summary>
internal static class ServerManifestMaker
{
    public static ServerManifest Make(IReadOnlyList<EncodedFile> files, string clientManifest) => new()
    {
        ClientManifest = clientManifest,
        Formats = "mp4-v3",
        Tracks = [.. Sounds(files), .. Pictures(files)],
    };

    /// <summary>Whether there is anything to stream.</summary>
    public static bool HasTracks(IReadOnlyList<EncodedFile> files) => files.Any(file => file.Plan.Kind == PlannedFileKind.Mp4);

    // The same sound lies in every interleaved file: it is served from the smallest of them.
    private static IEnumerable<ServerManifestTrack> Sounds(IReadOnlyList<EncodedFile> files)
    {
        var alone = files.Where(file => file.Video is null && file.Media is not null).ToList();
        var smallest = files.Where(file => file.Video is not null).OrderBy(file => file.Video!.AverageBitrate).FirstOrDefault(file => file.Audios.Any());
        var carriers = alone.Count == 0 && smallest is not null ? [smallest] : alone;
        var index = 0;
        foreach (var (file, track) in carriers.SelectMany(file => file.Audios.Select(track => (file, track))))
        {
            index++;
            yield return new ServerManifestTrack
            {
                Kind = TrackKind.Audio,
                Source = file.Name,
                Bitrate = track.AverageBitrate,
                Language = track.Language,
                TrackId = track.TrackId,
                IndexFile = IndexFiles.NameOf(file.Name, track),
                Name = string.Create(
                    CultureInfo.InvariantCulture, $"{CodecOf(track)}_{track.Language}_{track.Format.Channels}_{track.AverageBitrate}_{track.TrackId}_{index}"),
            };
        }
    }

    private static IEnumerable<ServerManifestTrack> Pictures(IReadOnlyList<EncodedFile> files) =>
        files.Where(file => file.Video is not null).OrderByDescending(file => file.Video!.AverageBitrate).Select(file => new ServerManifestTrack
        {
            Kind = TrackKind.Video,
            Source = file.Name,
            Bitrate = file.Video!.AverageBitrate,
            TrackId = file.Video.TrackId,
            IndexFile = IndexFiles.NameOf(file.Name, file.Video),
            Name = "video",
        });

    private static string CodecOf(TrackIndex track) => track.Format.Codec == Codec.Aac ? "aac" : track.Format.Codec.ToString().ToLowerInvariant();
}
