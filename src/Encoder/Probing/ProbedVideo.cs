namespace MediaPlatform.Encoder.Probing;

/// <summary>One video track of an input.</summary>
internal sealed record ProbedVideo
{
    /// <summary>Index of the stream in its file.</summary>
    public required int StreamIndex { get; init; }

    public required string Codec { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Shape of a pixel; 1/1 when the file does not say.</summary>
    public Rational SampleAspectRatio { get; init; } = new(1, 1);

    /// <summary>Degrees clockwise by which the picture is to be turned for display: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Smallest frame distance that the file claims, as a rate.</summary>
    public Rational RealFrameRate { get; init; }

    public Rational AverageFrameRate { get; init; }

    public string FieldOrder { get; init; } = "";

    public string PixelFormat { get; init; } = "";

    public string ColorTransfer { get; init; } = "";

    public string ColorPrimaries { get; init; } = "";

    public string ColorSpace { get; init; } = "";

    /// <summary>Bits per second; 0 when unknown.</summary>
    public long BitRate { get; init; }

    /// <summary>Seconds on the timeline of the file.</summary>
    public double StartTime { get; init; }

    /// <summary>Seconds; 0 when unknown.</summary>
    public double Duration { get; init; }

    public bool IsHdr => ColorTransfer is "smpte2084" or "arib-std-b67";

    public bool MayBeInterlaced => FieldOrder != "progressive";

    /// <summary>Size as displayed: pixels made square by stretching the width, then turned.</summary>
    public PictureSize DisplaySize
    {
        get
        {
            var width = (int)Math.Round(Width * SampleAspectRatio.Value);
            return Rotation is 90 or 270 ? new PictureSize(Height, width) : new PictureSize(width, Height);
        }
    }
}
