using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>The {guid}_metadata.json of an output: what ffprobe saw in each input file, in the words that AMS used.</summary>
internal static class InputMetadata
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A phone notes where a clip was taken; viewers of an asset must not learn it.
    private static readonly string[] Private = ["location", "gps", "com.apple.quicktime.location", "make", "model", "software", "serial"];

    /// <param name="addressOf">Address of an input file without any signature.</param>
    public static byte[] Write(IReadOnlyList<SourceFile> files, Func<SourceFile, string> addressOf)
    {
        var root = new JsonObject { ["AssetFile"] = new JsonArray([.. files.Select(file => FileOf(file, addressOf(file)))]) };
        return JsonSerializer.SerializeToUtf8Bytes(root, Indented);
    }

    private static JsonObject FileOf(SourceFile file, string address)
    {
        var raw = file.Probe.Raw;
        var format = raw.GetProperty("format");
        var entry = new JsonObject();
        AddTracks(entry, "VideoTracks", raw, "video", VideoOf);
        AddTracks(entry, "AudioTracks", raw, "audio", AudioOf);
        entry["Metadata"] = TagsOf(format);
        entry["Name"] = file.Name;
        entry["Uri"] = address;
        entry["Size"] = new FileInfo(file.Path).Length;
        entry["Duration"] = Time(format, "duration");
        entry["NumberOfStreams"] = (int)Number(format, "nb_streams");
        entry["FormatNames"] = Text(format, "format_name");
        entry["FormatVerboseName"] = Text(format, "format_long_name");
        entry["StartTime"] = Time(format, "start_time");
        Specified(entry, "OverallBitRate", (long)Number(format, "bit_rate"));
        return entry;
    }

    private static void AddTracks(JsonObject entry, string name, JsonElement raw, string kind, Func<JsonElement, JsonObject> of)
    {
        var tracks = raw.GetProperty("streams").EnumerateArray().Where(stream => Text(stream, "codec_type") == kind).Select(of).ToArray<JsonNode>();
        if (tracks.Length > 0) entry[name] = new JsonArray(tracks);
    }

    private static JsonObject VideoOf(JsonElement stream)
    {
        var aspect = Rational.Parse(Text(stream, "display_aspect_ratio"));
        if (!aspect.IsKnown) aspect = new Rational((long)Number(stream, "width"), (long)Number(stream, "height"));
        var pixel = Rational.Parse(Text(stream, "sample_aspect_ratio"));
        var entry = new JsonObject
        {
            ["FourCC"] = Text(stream, "codec_tag_string"),
            ["Profile"] = Text(stream, "profile"),
            ["Level"] = Text(stream, "codec_name") == "h264" ? (Number(stream, "level") / 10).ToString("0.0", CultureInfo.InvariantCulture) : Number(stream, "level").ToString(CultureInfo.InvariantCulture),
            ["PixelFormat"] = Text(stream, "pix_fmt"),
            ["Width"] = Number(stream, "width").ToString(CultureInfo.InvariantCulture),
            ["Height"] = Number(stream, "height").ToString(CultureInfo.InvariantCulture),
            ["DisplayAspectRatioNumerator"] = (double)aspect.Numerator,
            ["DisplayAspectRatioDenominator"] = (double)aspect.Denominator,
        };
        Specified(entry, "SampleAspectRatioNumerator", pixel.Numerator);
        Specified(entry, "SampleAspectRatioDenominator", pixel.Denominator);
        entry["FrameRate"] = Math.Round(Rational.Parse(Text(stream, "avg_frame_rate")).Value, 3);
        Specified(entry, "Bitrate", (long)Number(stream, "bit_rate"));
        entry["HasBFrames"] = (int)Number(stream, "has_b_frames");
        entry["HasBFramesSpecified"] = true;
        return Common(entry, stream);
    }

    private static JsonObject AudioOf(JsonElement stream)
    {
        var entry = new JsonObject
        {
            ["SampleFormat"] = Text(stream, "sample_fmt"),
            ["ChannelLayout"] = Text(stream, "channel_layout"),
            ["Channels"] = (int)Number(stream, "channels"),
            ["SamplingRate"] = (int)Number(stream, "sample_rate"),
        };
        Specified(entry, "Bitrate", (long)Number(stream, "bit_rate"));
        Specified(entry, "BitsPerSample", (long)Number(stream, "bits_per_sample"));
        return Common(entry, stream);
    }

    private static JsonObject Common(JsonObject entry, JsonElement stream)
    {
        var isDefault = stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "default") > 0;
        entry["Disposition"] = new JsonObject { ["Default"] = isDefault ? 1 : 0 };
        entry["Metadata"] = TagsOf(stream);
        entry["Id"] = (int)Number(stream, "index") + 1;
        entry["Codec"] = Text(stream, "codec_name");
        entry["CodecLongName"] = Text(stream, "codec_long_name");
        entry["TimeBase"] = Text(stream, "time_base");
        Specified(entry, "NumberOfFrames", (long)Number(stream, "nb_frames"));
        entry["StartTime"] = Time(stream, "start_time");
        entry["Duration"] = Time(stream, "duration");
        return entry;
    }

    private static JsonArray TagsOf(JsonElement parent)
    {
        if (!parent.TryGetProperty("tags", out var tags)) return [];
        return new JsonArray([.. tags.EnumerateObject().Where(tag => !Private.Any(word => tag.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(tag => new JsonObject { ["key"] = tag.Name, ["value"] = tag.Value.ToString() })]);
    }

    private static void Specified(JsonObject entry, string name, long value)
    {
        if (value > 0) entry[name] = value;
        entry[name + "Specified"] = value > 0;
    }

    private static string Time(JsonElement parent, string name) => OutputMetadata.Milliseconds(TimeSpan.FromSeconds(Math.Clamp(Number(parent, name), -1e9, 1e9)));

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static double Number(JsonElement parent, string name) =>
        double.TryParse(Text(parent, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;
}
