using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Encoder.Presets;
using MediaPlatform.Media;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>Reads the files that a plan has made, with our own parser, and settles their names.</summary>
internal static class OutputReader
{
    public static async Task<IReadOnlyList<EncodedFile>> ReadAsync(EncodePlan plan, string folder, CancellationToken cancellationToken)
    {
        var files = new List<EncodedFile>();
        foreach (var planned in plan.Files)
        {
            var path = Path.Combine(folder, planned.WorkName);
            if (!File.Exists(path)) throw JobErrors.Malformed("The input holds no frame for an output of the preset.", planned.Pattern);
            var media = planned.Kind == PlannedFileKind.Mp4 ? await ParseAsync(path, cancellationToken) : null;
            files.Add(new EncodedFile(NameOf(planned, media), path, new FileInfo(path).Length, planned, media));
        }

        var twice = files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? files : throw JobErrors.Unsupported($"The file name pattern gives several outputs the name '{twice.Key}'. Add {{Label}} or {{Bitrate}} to it.");
    }

    private static async Task<MediaFile> ParseAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new FileMediaReader(path);
            return await Mp4Parser.ReadAsync(reader, cancellationToken: cancellationToken);
        }
        catch (InvalidMediaException mistake)
        {
            throw JobErrors.Malformed("The input gave an output that cannot be read.", mistake.Message);
        }
    }

    private static string NameOf(PlannedFile planned, MediaFile? media)
    {
        var macros = new Dictionary<string, string>(planned.Macros);
        var leading = media?.First(TrackKind.Video) ?? media?.First(TrackKind.Audio);
        if (leading is not null) macros["measuredbitrate"] = (leading.AverageBitrate / 1000).ToString(CultureInfo.InvariantCulture);
        var name = FileNamePattern.Resolve(planned.Pattern, macros);
        return name.Length == 0 ? throw JobErrors.Unsupported("The file name pattern gives an empty name.") : name;
    }
}
