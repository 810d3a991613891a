using System.Globalization;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>
/// Proves from the finished files what a packager relies on: every rung has the same frames and the same key frames, each track has the
/// length of the input.
/// </summary>
internal static class OutputCheck
{
    public static void Check(IReadOnlyList<EncodedFile> files, SourceMedia source)
    {
        foreach (var file in files.Where(file => file.Plan.Kind == PlannedFileKind.Mp4)) CheckFile(file);
        CheckAlignment([.. files.Where(file => file is { Video: not null, Plan.Video: not null })]);
        CheckDuration(files, source);
    }

    private static void CheckFile(EncodedFile file)
    {
        if (file.Media is null || file.Media.Tracks.IsEmpty || file.Media.Tracks.Any(track => track.SampleCount == 0 || track.Duration.Ticks <= 0))
        {
            throw JobErrors.Malformed("The input holds too little that decodes.", file.Name + " has a track without samples");
        }
    }

    private static void CheckAlignment(List<EncodedFile> ladder)
    {
        for (var index = 1; index < ladder.Count; index++)
        {
            var first = ladder[0].Video!;
            var other = ladder[index].Video!;
            if (first.SampleCount != other.SampleCount)
            {
                throw Misaligned(ladder[index], string.Create(CultureInfo.InvariantCulture, $"{other.SampleCount} frames instead of {first.SampleCount}"));
            }

            if (!KeyFrames(first).SequenceEqual(KeyFrames(other))) throw Misaligned(ladder[index], "other key frames");
        }
    }

    private static IEnumerable<(long Ticks, uint Timescale)> KeyFrames(TrackIndex track)
    {
        for (var sample = 0; sample < track.SampleCount; sample++)
        {
            if (track.IsSync(sample)) yield return (track.PresentationTime(sample).Ticks, track.Timescale);
        }
    }

    private static JobFailedException Misaligned(EncodedFile file, string cause) =>
        JobErrors.Service("The renditions did not come out aligned.", $"{file.Name}: {cause}");

    private static void CheckDuration(IReadOnlyList<EncodedFile> files, SourceMedia source)
    {
        foreach (var track in files.Where(file => file.Plan.Video is not null || file.Plan.Audios.Count > 0).SelectMany(file => file.Media?.Tracks ?? []))
        {
            var missing = source.Duration - track.Duration.Seconds;
            if (missing > source.Tolerance)
            {
                throw JobErrors.Malformed("The input ends before its header says.", string.Create(
                    CultureInfo.InvariantCulture, $"{track.Duration.Seconds:0.###} of {source.Duration:0.###} seconds could be decoded"));
            }
        }
    }
}
