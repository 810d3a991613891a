using System.Globalization;
using System.Text.Json;

namespace MediaPlatform.Encoder.Probing;

/// <summary>Reads the JSON of ffprobe.</summary>
internal static class ProbeReader
{
    public static MediaProbe Read(string json)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException mistake)
        {
            throw JobErrors.Malformed("The input could not be examined.", mistake.Message);
        }

        if (!root.TryGetProperty("format", out var format) || !root.TryGetProperty("streams", out var streams))
        {
            throw JobErrors.ContentUnsupported("The input is not media.");
        }

        var audios = Of(streams, "audio").Select(Audio).ToList();
        return new MediaProbe
        {
            FormatName = Text(format, "format_name"),
            StartTime = Number(format, "start_time"),
            Duration = Number(format, "duration"),
            Audios = audios,
            Videos = [.. Of(streams, "video").Where(IsMovingPicture).Select(stream => Video(stream, format, audios))],
            Raw = root,
        };
    }

    private static IEnumerable<JsonElement> Of(JsonElement streams, string kind) =>
        streams.EnumerateArray().Where(stream => Text(stream, "codec_type") == kind);

    private static bool IsMovingPicture(JsonElement stream) =>
        !(stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") > 0);

    private static ProbedVideo Video(JsonElement stream, JsonElement format, List<ProbedAudio> audios)
    {
        var aspect = Rational.Parse(Text(stream, "sample_aspect_ratio"));
        return new ProbedVideo
        {
            StreamIndex = (int)Number(stream, "index"),
            Codec = Text(stream, "codec_name"),
            Width = (int)Number(stream, "width"),
            Height = (int)Number(stream, "height"),
            SampleAspectRatio = aspect.IsKnown ? aspect : new Rational(1, 1),
            Rotation = RotationOf(stream),
            RealFrameRate = Rational.Parse(Text(stream, "r_frame_rate")),
            AverageFrameRate = Rational.Parse(Text(stream, "avg_frame_rate")),
            FieldOrder = Text(stream, "field_order"),
            PixelFormat = Text(stream, "pix_fmt"),
            ColorTransfer = Text(stream, "color_transfer"),
            ColorPrimaries = Text(stream, "color_primaries"),
            ColorSpace = Text(stream, "color_space"),
            BitRate = BitRateOf(stream, format, audios),
            StartTime = Number(stream, "start_time"),
            Duration = DurationOf(stream),
        };
    }

    private static ProbedAudio Audio(JsonElement stream) => new()
    {
        StreamIndex = (int)Number(stream, "index"),
        Codec = Text(stream, "codec_name"),
        Channels = (int)Number(stream, "channels"),
        Layout = Text(stream, "channel_layout"),
        SampleRate = (int)Number(stream, "sample_rate"),
        BitRate = (long)Number(stream, "bit_rate"),
        Language = stream.TryGetProperty("tags", out var tags) && Text(tags, "language") is { Length: > 0 } language ? language : "und",
        StartTime = Number(stream, "start_time"),
        Duration = DurationOf(stream),
    };

    // The video has what the sound leaves of the whole when the file does not state its rate.
    private static long BitRateOf(JsonElement stream, JsonElement format, List<ProbedAudio> audios)
    {
        var stated = (long)Number(stream, "bit_rate");
        if (stated > 0) return stated;
        var whole = (long)Number(format, "bit_rate");
        return Math.Max(whole / 2, whole - audios.Sum(audio => audio.BitRate));
    }

    private static double DurationOf(JsonElement stream)
    {
        var stated = Number(stream, "duration");
        if (stated > 0) return stated;
        // Matroska states it as a tag in hours, minutes and seconds.
        return stream.TryGetProperty("tags", out var tags) && TimeSpan.TryParse(Trim(Text(tags, "DURATION")), CultureInfo.InvariantCulture, out var tag)
            ? tag.TotalSeconds
            : 0;
    }

    private static string Trim(string time) => time.Length > 16 ? time[..16] : time;

    private static int RotationOf(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out var list)) return 0;
        foreach (var entry in list.EnumerateArray())
        {
            if (!entry.TryGetProperty("rotation", out _)) continue;
            var clockwise = -(int)Math.Round(Number(entry, "rotation") / 90) * 90;
            return ((clockwise % 360) + 360) % 360;
        }

        return 0;
    }

    private static string Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : "";

    private static double Number(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value)) return 0;
        if (value.ValueKind == JsonValueKind.Number) return value.GetDouble();
        return value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : 0;
    }
}
