using System.Text.Json;

namespace MediaPlatform.Encoder.Probing;

/// <summary>What is in one input file.</summary>
internal sealed record MediaProbe
{
    /// <summary>Names of the demuxer, separated by commas.</summary>
    public required string FormatName { get; init; }

    /// <summary>Seconds at which the file begins on its own timeline.</summary>
    public double StartTime { get; init; }

    /// <summary>Seconds; 0 when unknown.</summary>
    public double Duration { get; init; }

    public IReadOnlyList<ProbedVideo> Videos { get; init; } = [];

    public IReadOnlyList<ProbedAudio> Audios { get; init; } = [];

    /// <summary>Everything that ffprobe said, for the metadata file of the output.</summary>
    public JsonElement Raw { get; init; }
}
