using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>The names that a custom preset gives its outputs, as far as they do not hang on the source (encoding.md section 2.4).</summary>
internal static class OutputNames
{
    private sealed record Stream(string? Label, int? Bitrate, string Codec, string Resolution);

    /// <summary>Names that a format gives; those of its outputs that are certain to fall together are equal.</summary>
    public static IEnumerable<string> Of(Format format, IReadOnlyList<Codec> codecs)
    {
        // How many tracks are copied is up to the source.
        if (codecs.Any(codec => codec is CopyVideo or CopyAudio)) return [];
        return format switch
        {
            Mp4Format mp4 => Media(mp4, ".mp4", codecs),
            TransportStreamFormat transport => Media(transport, ".ts", codecs),
            JpgFormat => Images(format, ".jpg", codecs.OfType<JpgImage>().SelectMany(image => image.Layers)),
            PngFormat => Images(format, ".png", codecs.OfType<PngImage>().SelectMany(image => image.Layers)),
            _ => [],
        };
    }

    private static IEnumerable<string> Media(MultiBitrateFormat format, string extension, IReadOnlyList<Codec> codecs)
    {
        var videos = codecs.SelectMany(Layers).ToList();
        var audios = codecs.OfType<Audio>().Select((audio, index) => (Stream: new Stream(audio.Label, audio.Bitrate ?? 128_000, audio is DDAudio ? "AC3" : "AAC", ""), Name: $"Audio{index + 1}")).ToList();
        if (format.OutputFiles.Count == 0)
        {
            var first = audios.FirstOrDefault();
            return videos.DefaultIfEmpty().Select(video => Name(format, extension, video, first.Stream, first.Name));
        }

        return format.OutputFiles.Select(file =>
        {
            var first = audios.Find(audio => Names(file, audio.Stream));
            return Name(format, extension, videos.Find(video => Names(file, video)), first.Stream, first.Name);
        });
    }

    private static IEnumerable<Stream> Layers(Codec codec) => codec switch
    {
        H264Video video => video.Layers.Select(layer => Layer(video, layer, "H264")),
        H265Video video => video.Layers.Select(layer => Layer(video, layer, "H265")),
        _ => [],
    };

    private static Stream Layer(Video video, VideoLayer layer, string codec) =>
        new(string.IsNullOrEmpty(layer.Label) ? video.Label : layer.Label, layer.Bitrate, codec, $"{layer.Width}x{layer.Height}");

    private static bool Names(OutputFile file, Stream stream) => file.Labels.Contains(stream.Label ?? "", StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Images(Format format, string extension, IEnumerable<Layer> layers) =>
        layers.Select(layer => FileNamePattern.Resolve(format.FilenamePattern ?? "", new Dictionary<string, string>
        {
            ["extension"] = extension,
            ["label"] = layer.Label ?? "",
            ["resolution"] = $"{layer.Width}x{layer.Height}",
        }));

    private static string Name(Format format, string extension, Stream? video, Stream? audio, string? audioName) => FileNamePattern.Resolve(format.FilenamePattern ?? "", new Dictionary<string, string>
    {
        ["extension"] = extension,
        ["label"] = (string.IsNullOrEmpty(video?.Label) ? audio?.Label : video.Label) ?? "",
        ["bitrate"] = (((video ?? audio)?.Bitrate ?? 0) / 1000).ToString(CultureInfo.InvariantCulture),
        ["codec"] = (video ?? audio)?.Codec ?? "",
        ["resolution"] = video?.Resolution ?? "",
        ["audiostream"] = audioName ?? "",
    });
}
