using System.Globalization;
using MediaPlatform.Encoder;
using MediaPlatform.Encoder.Outputs;

namespace MediaPlatform.Bench.Encoder;

/// <summary>The ffmpeg command that somebody would write by hand for the same rungs: one decode, one scaler and encoder for each, one sound.</summary>
internal static class PlainCommand
{
    public static IEnumerable<string> Arguments(string input, EncodedOutput output, EncoderOptions options, string folder)
    {
        var rungs = output.Files.Select(file => file.Plan.Video).OfType<MediaPlatform.Encoder.Presets.VideoRendition>().ToList();
        var splits = string.Concat(rungs.Select((_, index) => $"[s{index}]"));
        var scales = rungs.Select((rung, index) => $"[s{index}]scale={rung.Size.Width}:{rung.Size.Height}[v{index}]");
        List<string> arguments = ["-nostdin", "-loglevel", "error", "-y", "-i", input, "-filter_complex", $"[0:v:0]split={rungs.Count}{splits};{string.Join(';', scales)}"];
        for (var index = 0; index < rungs.Count; index++)
        {
            var rung = rungs[index];
            var gop = rung.GopFrames.ToString(CultureInfo.InvariantCulture);
            arguments.AddRange(["-map", $"[v{index}]", "-c:v", "libx264", "-preset", options.BalancedPreset, "-profile:v", "high", "-pix_fmt", "yuv420p"]);
            arguments.AddRange(["-b:v", $"{rung.Bitrate}", "-maxrate", $"{rung.MaxBitrate}", "-bufsize", $"{rung.MaxBitrate * 5L}"]);
            arguments.AddRange(["-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-bf", "3", "-refs", "3", "-movflags", "+faststart", Path.Combine(folder, $"v{index}.mp4")]);
        }

        if (output.Source.Sounds.Count > 0) arguments.AddRange(["-map", "0:a:0", "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2", "-movflags", "+faststart", Path.Combine(folder, "a.mp4")]);
        return arguments;
    }
}
