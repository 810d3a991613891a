using MediaPlatform.Data.Jobs;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Encoder.Probing;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>Probes input files and settles which tracks and which part of them are used.</summary>
internal sealed class SourceReader(MediaProber prober)
{
    private const int MonoTracksOfSurround = 6;

    // Sound that goes on longer than this behind the picture, in seconds, is kept and the last picture stands still.
    private const double LongestTail = 0.5;

    public async Task<SourceMedia> ReadAsync(IReadOnlyList<InputFilePath> paths, JobInputClip clip, CancellationToken cancellationToken)
    {
        var files = new List<SourceFile>();
        foreach (var path in paths) files.Add(new SourceFile(path.Path, path.Name, await prober.ProbeAsync(path.Path, cancellationToken)));
        var pictures = TrackChoice.Pictures(clip.InputDefinitions, files);
        var video = MainVideo(pictures ?? [.. files.SelectMany((file, index) => file.Probe.Videos.Select(track => (index, track)))]);
        var chosen = TrackChoice.Sounds(clip.InputDefinitions, files);
        var sounds = chosen ?? SoundsOf(files, video);
        var (start, end) = Part(clip, files[video?.File ?? (sounds.Count > 0 ? sounds[0].File : 0)].Probe);
        var picture = video is null ? 0 : VideoDuration(files, video);
        var sound = sounds.Count == 0 ? 0 : SoundDuration(files, sounds[0]);
        var whole = video is null || sound > picture + LongestTail ? sound : picture;
        if (whole <= 0) throw JobErrors.Malformed("The input has no duration.");
        if (start >= whole) throw JobErrors.Unsupported("The clip starts behind the end of the input.");
        return new SourceMedia
        {
            Files = files,
            Video = video,
            Sounds = sounds,
            ChosenPictures = pictures,
            ChosenSounds = chosen,
            Start = start,
            End = end,
            Duration = Math.Min(end ?? whole, whole) - start,
            Hold = video is null ? 0 : Math.Max(0, whole - picture),
        };
    }

    // Of several pictures, such as the renditions of one asset, the best is decoded.
    private static SourceVideo? MainVideo(IReadOnlyList<(int File, ProbedVideo Track)> pictures)
    {
        var best = pictures.OrderByDescending(entry => (long)entry.Track.Width * entry.Track.Height).ThenByDescending(entry => entry.Track.BitRate).ToList();
        return best.Count == 0 ? null : new SourceVideo(best[0].File, best[0].Track, FrameRates.Of(best[0].Track));
    }

    private static IReadOnlyList<SourceSound> SoundsOf(List<SourceFile> files, SourceVideo? video)
    {
        var file = video is not null && files[video.File].Probe.Audios.Count > 0 ? video.File : files.FindIndex(candidate => candidate.Probe.Audios.Count > 0);
        if (file < 0) return [];
        var tracks = files[file].Probe.Audios;
        // Broadcast files keep each channel in a mono track of its own: the first two are the stereo pair, the next six surround.
        var mono = tracks.Count > 1 && tracks.All(track => track.Channels == 1 && track.IsPcm && track.Language == tracks[0].Language);
        if (!mono) return [.. tracks.Select(track => new SourceSound(file, [track], null))];
        var joined = new List<SourceSound> { new(file, [.. tracks.Take(2)], "stereo") };
        if (tracks.Count >= 2 + MonoTracksOfSurround) joined.Add(new SourceSound(file, [.. tracks.Skip(2).Take(MonoTracksOfSurround)], "5.1"));
        return joined;
    }

    private static double VideoDuration(List<SourceFile> files, SourceVideo video)
    {
        var probe = files[video.File].Probe;
        var late = Math.Max(0, video.Track.StartTime - probe.StartTime);
        return video.Track.Duration > 0 ? late + video.Track.Duration : probe.Duration;
    }

    private static double SoundDuration(List<SourceFile> files, SourceSound sound)
    {
        var probe = files[sound.File].Probe;
        var late = Math.Max(0, sound.Tracks[0].StartTime - probe.StartTime);
        return sound.Tracks[0].Duration > 0 ? late + sound.Tracks[0].Duration : probe.Duration;
    }

    // Clip times are positions on the timeline of the source, which may not begin at 0.
    private static (double Start, double? End) Part(JobInputClip clip, MediaProbe probe)
    {
        var start = Position(clip.Start, probe) ?? 0;
        var end = Position(clip.End, probe);
        if (end <= start) throw JobErrors.Unsupported("The clip ends before it starts.");
        return (start, end);
    }

    private static double? Position(ClipTime? time, MediaProbe probe) => time switch
    {
        null => null,
        AbsoluteClipTime absolute => Math.Max(0, absolute.Time.TotalSeconds - probe.StartTime),
        _ => throw JobErrors.Unsupported("Clip times of the day are supported with live archives only."),
    };
}
