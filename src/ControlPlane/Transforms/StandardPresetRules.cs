using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>What can be known to be wrong about a custom preset before any input is seen (encoding.md section 2).</summary>
internal sealed class StandardPresetRules(BodyReader json)
{
    private bool _isRight = true;

    public bool Check(StandardEncoderPreset preset)
    {
        if (preset.Codecs.Count == 0)
        {
            Wrong("codecs", "Invalid enocer preset: No codecs specified."); // the spelling of the service
        }

        if (preset.Formats.Count == 0)
        {
            Wrong("formats", "Invalid encoder preset: No formats specified.");
        }

        foreach (var (index, codec) in preset.Codecs.Index())
        {
            Check(codec, $"codecs[{index}]");
        }

        CheckOverlays(preset);
        var labels = Labels(preset);
        foreach (var (index, format) in preset.Formats.Index())
        {
            Check(format, $"formats[{index}]", labels);
        }

        if (_isRight)
        {
            CheckNames(preset);
        }

        return _isRight;
    }

    private static HashSet<string> Labels(StandardEncoderPreset preset)
    {
        var labels = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var codec in preset.Codecs)
        {
            labels.Add(codec.Label ?? "");
            labels.UnionWith(LayersOf(codec).Select(layer => layer.Label ?? ""));
        }

        return labels;
    }

    private static IEnumerable<Layer> LayersOf(Codec codec) => codec switch
    {
        H264Video video => video.Layers,
        H265Video video => video.Layers,
        JpgImage image => image.Layers,
        PngImage image => image.Layers,
        _ => [],
    };

    private void Check(Codec codec, string path)
    {
        switch (codec)
        {
            case H264Video video:
                CheckInterval(video, path);
                CheckLayers(video.Layers, path, video.RateControlMode == RateControlMode.CRF ? null : 1);
                break;
            case H265Video video:
                CheckInterval(video, path);
                CheckLayers(video.Layers, path, 0); // 0 leaves it to the layer's crf
                break;
            case Image { Start: null or "" }:
                Wrong(path + ".start", $"The property '{json.PathOf(path)}.start' is required.");
                break;
            case JpgImage image:
                CheckQuality(image, path);
                break;
            case Audio { Bitrate: <= 0 } or Audio { Channels: <= 0 } or Audio { SamplingRate: <= 0 }:
                Wrong(path, $"Bitrate, channels and sampling rate of '{json.PathOf(path)}' must be positive.");
                break;
        }
    }

    private void CheckInterval(Video video, string path)
    {
        if (video.KeyFrameInterval is { } interval && (interval < TimeSpan.FromSeconds(0.5) || interval > TimeSpan.FromSeconds(20)))
        {
            Wrong(path + ".keyFrameInterval", $"The value of '{json.PathOf(path)}.keyFrameInterval' must lie between PT0.5S and PT20S.");
        }
    }

    private void CheckLayers(IReadOnlyList<VideoLayer> layers, string path, int? leastBitrate)
    {
        foreach (var (index, layer) in layers.Index())
        {
            var name = $"{path}.layers[{index}]";
            if (leastBitrate is { } least && !(layer.Bitrate >= least))
            {
                Wrong(name + ".bitrate", $"The value of '{json.PathOf(name)}.bitrate' must be a {(least == 0 ? "" : "positive ")}number of bits per second.");
            }

            var (window, crf) = layer switch
            {
                H264Layer h264 => (h264.BufferWindow, h264.Crf),
                H265Layer h265 => (h265.BufferWindow, h265.Crf),
                _ => (null, null),
            };
            CheckRange(window?.TotalSeconds, 0.1, 100, name + ".bufferWindow", "must lie between PT0.1S and PT100S");
            CheckRange(crf, 0, 51, name + ".crf", "must lie between 0 and 51");
            if (layer.MaxBitrate < layer.Bitrate)
            {
                Wrong(name + ".maxBitrate", $"The value of '{json.PathOf(name)}.maxBitrate' must not be less than the bitrate.");
            }
        }
    }

    private void CheckQuality(JpgImage image, string path)
    {
        foreach (var (index, layer) in image.Layers.Index())
        {
            CheckRange(layer.Quality, 0, 100, $"{path}.layers[{index}].quality", "must lie between 0 and 100");
        }
    }

    private void CheckOverlays(StandardEncoderPreset preset)
    {
        foreach (var (index, overlay) in (preset.Filters?.Overlays ?? []).Index())
        {
            CheckRange(overlay.AudioGainLevel, 0, 1, $"filters.overlays[{index}].audioGainLevel", "must lie between 0 and 1");
            CheckRange((overlay as VideoOverlay)?.Opacity, 0, 1, $"filters.overlays[{index}].opacity", "must lie between 0 and 1");
        }
    }

    private void CheckRange(double? value, double least, double most, string path, string rule)
    {
        if (value < least || value > most)
        {
            Wrong(path, $"The value of '{json.PathOf(path)}' {rule}.");
        }
    }

    private void Check(Format format, string path, HashSet<string> labels)
    {
        if (string.IsNullOrWhiteSpace(format.FilenamePattern))
        {
            Wrong(path + ".filenamePattern", $"The property '{json.PathOf(path)}.filenamePattern' is required.");
        }
        else if (format is ImageFormat && !IsSprite(format) && CountOf(format.FilenamePattern, "{Index}") != 1)
        {
            Wrong(path + ".filenamePattern", $"The value of '{json.PathOf(path)}.filenamePattern' must hold {{Index}} once.");
        }
        else if (format.FilenamePattern.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            Wrong(path + ".filenamePattern", $"The value of '{json.PathOf(path)}.filenamePattern' must not hold a path.");
        }

        if (format is MultiBitrateFormat multi)
        {
            foreach (var label in multi.OutputFiles.SelectMany(file => file.Labels).Where(label => !labels.Contains(label)))
            {
                Wrong(path + ".outputFiles", $"The label '{label}' of '{json.PathOf(path)}.outputFiles' names no codec and no layer.");
            }
        }
    }

    private void CheckNames(StandardEncoderPreset preset)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, format) in preset.Formats.Index())
        {
            var path = $"formats[{index}].filenamePattern";
            if (!OutputNames.Of(format, preset.Codecs).All(names.Add))
            {
                Wrong(path, $"The value of '{json.PathOf(path)}' gives several outputs one name. Add {{Label}} or {{Bitrate}} to it.");
            }
        }
    }

    // A sprite is one picture, so it needs no number.
    private bool IsSprite(Format format) => format is JpgFormat && json.Objects("codecs").Any(codec => codec.Has("spriteColumn"));

    private static int CountOf(string text, string word) => text.Split(word, StringSplitOptions.None).Length - 1;

    private void Wrong(string path, string message)
    {
        _isRight = false;
        json.Mistakes.Add(json.PathOf(path), message);
    }
}
