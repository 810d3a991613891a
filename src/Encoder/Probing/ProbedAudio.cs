namespace MediaPlatform.Encoder.Probing;

/// <summary>One audio track of an input.</summary>
internal sealed record ProbedAudio
{
    /// <summary>Index of the stream in its file.</summary>
    public required int StreamIndex { get; init; }

    public required string Codec { get; init; }

    public required int Channels { get; init; }

    public string Layout { get; init; } = "";

    /// <summary>Samples per second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Bits per second; 0 when unknown.</summary>
    public long BitRate { get; init; }

    /// <summary>ISO 639-2 code; "und" when the file does not say.</summary>
    public string Language { get; init; } = "und";

    /// <summary>Seconds on the timeline of the file.</summary>
    public double StartTime { get; init; }

    /// <summary>Seconds; 0 when unknown.</summary>
    public double Duration { get; init; }

    public bool IsPcm => Codec.StartsWith("pcm_", StringComparison.Ordinal);
}
