using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using MediaPlatform.Encoder.Plans;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>The _manifest.json of an output: what is in each of its files.</summary>
internal static class OutputMetadata
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IReadOnlyList<EncodedFile> files)
    {
        var root = new JsonObject { ["AssetFile"] = new JsonArray([.. files.Where(file => file.Media is not null).Select(FileOf)]) };
        return JsonSerializer.SerializeToUtf8Bytes(root, Indented);
    }

    private static JsonObject FileOf(EncodedFile file)
    {
        var entry = new JsonObject { ["Sources"] = new JsonArray([.. file.Plan.Sources.Select(name => new JsonObject { ["Name"] = name })]) };
        if (file.Video is { } video) entry["VideoTracks"] = new JsonArray(VideoOf(video, file.Plan));
        if (file.Audios.Any()) entry["AudioTracks"] = new JsonArray([.. file.Audios.Select(AudioOf)]);
        entry["Name"] = file.Name;
        entry["Size"] = file.Length;
        entry["Duration"] = Milliseconds(file.Duration);
        return entry;
    }

    private static JsonObject VideoOf(TrackIndex track, PlannedFile plan)
    {
        var aspect = new Rational(track.Format.DisplayWidth, track.Format.Height);
        return new JsonObject
        {
            ["Id"] = track.TrackId,
            ["FourCC"] = track.Format.SampleEntryType.ToString(),
            ["Profile"] = VideoProfiles.ProfileOf(track.Format),
            ["Level"] = VideoProfiles.LevelOf(track.Format),
            ["Width"] = track.Format.Width.ToString(CultureInfo.InvariantCulture),
            ["Height"] = track.Format.Height.ToString(CultureInfo.InvariantCulture),
            ["DisplayAspectRatioNumerator"] = (double)aspect.Numerator,
            ["DisplayAspectRatioDenominator"] = (double)aspect.Denominator,
            ["Framerate"] = Math.Round(track.AverageFrameRate, 3),
            ["Bitrate"] = track.AverageBitrate,
            ["TargetBitrate"] = plan.Video?.Bitrate ?? track.AverageBitrate,
        };
    }

    private static JsonObject AudioOf(TrackIndex track) => new()
    {
        ["Id"] = track.TrackId,
        ["Codec"] = track.Format.Codec == Codec.Aac ? nameof(Data.Transforms.Presets.AacAudioProfile.AacLc) : track.Format.Codec.ToString(),
        ["Language"] = track.Language,
        ["Channels"] = track.Format.Channels,
        ["SamplingRate"] = track.Format.SamplingRate,
        ["Bitrate"] = track.AverageBitrate,
    };

    /// <summary>ISO 8601 with milliseconds, as AMS wrote it: PT1M10.315S.</summary>
    internal static string Milliseconds(TimeSpan duration) =>
        XmlConvert.ToString(TimeSpan.FromMilliseconds(Math.Round(duration.TotalMilliseconds)));
}
