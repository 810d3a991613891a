using MediaPlatform.Data.Transforms.Presets;

namespace MediaPlatform.Encoder.Presets;

/// <summary>One video stream to make, every choice settled.</summary>
internal sealed record VideoRendition
{
    public string Label { get; init; } = "";

    public VideoCodec Codec { get; init; } = VideoCodec.H264;

    /// <summary>Picture as encoded, square pixels.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>Part of the picture that the input fills; bars surround it when smaller than the picture.</summary>
    public PictureSize? Content { get; init; }

    /// <summary>Average bits per second; 0 in CRF mode without one.</summary>
    public required int Bitrate { get; init; }

    /// <summary>Greatest bits per second over the buffer window.</summary>
    public required int MaxBitrate { get; init; }

    public TimeSpan BufferWindow { get; init; } = TimeSpan.FromSeconds(5);

    public required Rational FrameRate { get; init; }

    public TimeSpan KeyFrameInterval { get; init; } = TimeSpan.FromSeconds(2);

    public RateControlMode RateControl { get; init; } = RateControlMode.ABR;

    public double Crf { get; init; } = 23;

    public EncoderComplexity Complexity { get; init; } = EncoderComplexity.Balanced;

    public bool SceneCuts { get; init; }

    /// <summary>Profile in the words of the encoder; it chooses when empty.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Level such as 4.1; the encoder chooses when empty.</summary>
    public string Level { get; init; } = "";

    public string PixelFormat { get; init; } = "yuv420p";

    public int? BFrames { get; init; }

    public bool AdaptiveBFrames { get; init; } = true;

    public int? ReferenceFrames { get; init; }

    public int Slices { get; init; }

    public bool Cavlc { get; init; }

    /// <summary>Frames from one key frame to the next.</summary>
    public int GopFrames => Math.Max(1, (int)Math.Round(KeyFrameInterval.TotalSeconds * FrameRate.Value, MidpointRounding.AwayFromZero));
}
