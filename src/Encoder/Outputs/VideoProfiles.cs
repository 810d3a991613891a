using System.Globalization;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>Names of profiles and levels, read from avcC (14496-15 5.3.3.1) and hvcC (8.3.3.1).</summary>
internal static class VideoProfiles
{
    public static string ProfileOf(TrackFormat format)
    {
        var configuration = format.CodecConfiguration.Span;
        if (format.Codec == Codec.Hevc && configuration.Length > 1)
        {
            return (configuration[1] & 0x1F) switch
            {
                1 => "Main",
                2 => "Main10",
                _ => "Unknown",
            };
        }

        if (format.Codec != Codec.Avc || configuration.Length < 4) return "Unknown";
        return configuration[1] switch
        {
            66 => "Baseline",
            77 => "Main",
            100 => "High",
            110 => "High10",
            122 => "High422",
            244 => "High444",
            _ => "Unknown",
        };
    }

    public static string LevelOf(TrackFormat format)
    {
        var configuration = format.CodecConfiguration.Span;
        return format.Codec switch
        {
            Codec.Avc when configuration.Length > 3 => (configuration[3] / 10.0).ToString("0.0", CultureInfo.InvariantCulture),
            Codec.Hevc when configuration.Length > 12 => (configuration[12] / 30.0).ToString("0.0", CultureInfo.InvariantCulture),
            _ => "0.0",
        };
    }
}
