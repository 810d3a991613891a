using System.Globalization;
using MediaPlatform.Data.Transforms.Presets;
using MediaPlatform.Encoder.Ffmpeg;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Options before and after each input.</summary>
internal static class InputArguments
{
    public static ArgumentList Begin(EncoderOptions options) => new ArgumentList().Add(
        "-nostdin", "-hide_banner", "-y", "-loglevel", "warning", "-nostats", "-progress", "pipe:1", "-stats_period", "0.5",
        "-max_error_rate", options.MaxDamage.ToString("0.###", CultureInfo.InvariantCulture));

    public static void Add(ArgumentList arguments, SourceMedia source, EncoderOptions options, Rotation? rotation = null)
    {
        foreach (var file in source.Files)
        {
            foreach (var argument in InputSafety.Arguments(file.Probe.FormatName)) arguments.Add(argument);
            // The turn that the file asks for stays a note in the output then, which players follow.
            if (rotation == Rotation.None) arguments.Add("-noautorotate");
            if (source.Start > 0) arguments.Option("ss", source.Start);
            if (source.End is not null) arguments.Option("t", source.Duration);
            arguments.Option("max_pixels", options.MaxPixels).Option("i", InputSafety.Url(file.Path));
        }
    }

    /// <summary>Nothing of the source's metadata leaves with an output: a phone notes where it was.</summary>
    public static void NoMetadata(ArgumentList arguments) => arguments.Option("map_metadata", -1).Option("map_chapters", -1).Option("fflags", "+bitexact");
}
