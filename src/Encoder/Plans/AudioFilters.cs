using System.Globalization;
using MediaPlatform.Encoder.Presets;

namespace MediaPlatform.Encoder.Plans;

/// <summary>Filters of the sound: joined, starting at 0, holes filled, as long as the picture.</summary>
internal static class AudioFilters
{
    /// <summary>The filter chain from the tracks of a sound to one rendition, with its input labels in front.</summary>
    /// <param name="withPicture">The sound is padded and cut to the duration of the picture.</param>
    public static string Chain(AudioRendition audio, SourceSound sound, SourceMedia source, bool withPicture)
    {
        var inputs = string.Concat(sound.Tracks.Select(track => string.Create(CultureInfo.InvariantCulture, $"[{sound.File}:{track.StreamIndex}]")));
        var chain = new List<string>();
        if (sound.Layout is { } layout) chain.Add(Join(sound, layout));
        // Mixing down may add channels up beyond full scale; the matrix is scaled so that it cannot.
        chain.Add(string.Create(CultureInfo.InvariantCulture, $"aresample={audio.SampleRate}:async=1:first_pts=0:rematrix_maxval=1"));
        // Without it the encoder takes whatever layout the source has.
        chain.Add(string.Create(CultureInfo.InvariantCulture, $"aformat=sample_rates={audio.SampleRate}:channel_layouts={LayoutOf(audio.Channels)}"));
        if (withPicture) chain.Add(string.Create(CultureInfo.InvariantCulture, $"apad,atrim=end_sample={SampleCount(source, audio.SampleRate)}"));
        return inputs + string.Join(',', chain);
    }

    private static long SampleCount(SourceMedia source, int sampleRate)
    {
        var rate = source.Video!.FrameRate;
        var frames = VideoFilters.FrameCount(source.Duration, rate);
        return (long)Math.Round((double)frames * rate.Denominator * sampleRate / rate.Numerator);
    }

    private static string Join(SourceSound sound, string layout)
    {
        var places = layout switch
        {
            "stereo" => "FL|FR",
            "5.1" => "FL|FR|FC|LFE|BL|BR",
            _ => throw JobErrors.Unsupported($"Mono tracks cannot be joined to the layout '{layout}'."),
        };
        var map = places.Split('|').Select((place, index) => string.Create(CultureInfo.InvariantCulture, $"{index}.0-{place}"));
        return string.Create(CultureInfo.InvariantCulture, $"join=inputs={sound.Tracks.Count}:channel_layout={layout}:map={string.Join('|', map)}");
    }

    private static string LayoutOf(int channels) => channels switch
    {
        1 => "mono",
        2 => "stereo",
        5 => "5.0",
        6 => "5.1",
        8 => "7.1",
        _ => throw JobErrors.Unsupported($"{channels} audio channels are not supported."),
    };
}
