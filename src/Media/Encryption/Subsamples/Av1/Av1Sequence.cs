using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>What frame headers depend on in an AV1 sequence header, AV1 specification 5.5.</summary>
internal sealed class Av1Sequence
{
    /// <summary>The value of the two "force" fields that leaves the choice to each frame.</summary>
    public const uint ChosenByFrame = 2;

    private int _bufferDelayBits;

    /// <summary>A file that is one picture; its frame header leaves out what has one value only.</summary>
    public bool IsReducedStill { get; private set; }

    /// <summary>Bits of a buffer removal time; 0 without a decoder model.</summary>
    public int RemovalTimeBits { get; private set; }

    /// <summary>Bits of a presentation time in frame headers; 0 when there is none.</summary>
    public int PresentationTimeBits { get; private set; }

    /// <summary>For each operating point its layers, and whether frames carry buffer removal times for it.</summary>
    public IReadOnlyList<(uint Layers, bool HasModel)> OperatingPoints { get; private set; } = [];

    public bool HasDecoderModel { get; private set; }

    public int WidthBits { get; private set; }

    public int HeightBits { get; private set; }

    public int MaxWidth { get; private set; }

    public int MaxHeight { get; private set; }

    /// <summary>Bits of a frame id; 0 when frames have none.</summary>
    public int FrameIdBits { get; private set; }

    public int FrameIdDeltaBits { get; private set; }

    public bool HasLargeBlocks { get; private set; }

    public bool HasWarpedMotion { get; private set; }

    /// <summary>Bits of an order hint; 0 when frames have none.</summary>
    public int OrderHintBits { get; private set; }

    public bool HasReferenceVectors { get; private set; }

    public uint ScreenContent { get; private set; } = ChosenByFrame;

    public uint IntegerVectors { get; private set; } = ChosenByFrame;

    public bool HasScaling { get; private set; }

    public bool HasDirectionalFilter { get; private set; }

    public bool HasRestoration { get; private set; }

    public bool IsMonochrome { get; private set; }

    public int Planes => IsMonochrome ? 1 : 3;

    /// <summary>Both chroma planes have half the width and height.</summary>
    public bool IsSubsampledTwice { get; private set; }

    public bool HasSeparateChromaDeltas { get; private set; }

    public bool HasFilmGrain { get; private set; }

    public static Av1Sequence Parse(ref BitReader bits)
    {
        var sequence = new Av1Sequence();
        var profile = bits.Bits(3);
        bits.Skip(1);
        sequence.IsReducedStill = bits.Flag();
        if (sequence.IsReducedStill)
        {
            bits.Skip(5);
            sequence.OperatingPoints = [(0, false)];
        }
        else
        {
            sequence.ReadOperation(ref bits);
        }

        sequence.ReadSize(ref bits);
        sequence.ReadTools(ref bits);
        sequence.ReadColour(ref bits, profile);
        sequence.HasFilmGrain = bits.Flag();
        return sequence;
    }

    private void ReadOperation(ref BitReader bits)
    {
        if (bits.Flag())
        {
            bits.Skip(64);
            var hasEqualIntervals = bits.Flag();
            if (hasEqualIntervals)
            {
                Av1Codes.SkipVariable(ref bits);
            }

            HasDecoderModel = bits.Flag();
            if (HasDecoderModel)
            {
                _bufferDelayBits = (int)bits.Bits(5) + 1;
                bits.Skip(32);
                RemovalTimeBits = (int)bits.Bits(5) + 1;
                var presentation = (int)bits.Bits(5) + 1;
                PresentationTimeBits = hasEqualIntervals ? 0 : presentation;
            }
        }

        var hasDelay = bits.Flag();
        var points = new (uint Layers, bool HasModel)[bits.Bits(5) + 1];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = ReadPoint(ref bits, hasDelay);
        }

        OperatingPoints = points;
    }

    private (uint Layers, bool HasModel) ReadPoint(ref BitReader bits, bool hasDelay)
    {
        var layers = bits.Bits(12);
        if (bits.Bits(5) > 7)
        {
            bits.Skip(1);
        }

        var hasModel = HasDecoderModel && bits.Flag();
        if (hasModel)
        {
            bits.Skip((2 * _bufferDelayBits) + 1);
        }

        if (hasDelay && bits.Flag())
        {
            bits.Skip(4);
        }

        return (layers, hasModel);
    }

    private void ReadSize(ref BitReader bits)
    {
        WidthBits = (int)bits.Bits(4) + 1;
        HeightBits = (int)bits.Bits(4) + 1;
        MaxWidth = (int)bits.Bits(WidthBits) + 1;
        MaxHeight = (int)bits.Bits(HeightBits) + 1;
        if (!IsReducedStill && bits.Flag())
        {
            FrameIdDeltaBits = (int)bits.Bits(4) + 2;
            FrameIdBits = FrameIdDeltaBits + (int)bits.Bits(3) + 1;
        }
    }

    private void ReadTools(ref BitReader bits)
    {
        HasLargeBlocks = bits.Flag();
        bits.Skip(2);
        if (!IsReducedStill)
        {
            ReadInterTools(ref bits);
        }

        HasScaling = bits.Flag();
        HasDirectionalFilter = bits.Flag();
        HasRestoration = bits.Flag();
    }

    private void ReadInterTools(ref BitReader bits)
    {
        bits.Skip(2);
        HasWarpedMotion = bits.Flag();
        bits.Skip(1);
        var hasOrderHint = bits.Flag();
        if (hasOrderHint)
        {
            bits.Skip(1);
            HasReferenceVectors = bits.Flag();
        }

        ScreenContent = bits.Flag() ? ChosenByFrame : bits.Bits(1);
        IntegerVectors = ScreenContent == 0 || bits.Flag() ? ChosenByFrame : bits.Bits(1);
        OrderHintBits = hasOrderHint ? (int)bits.Bits(3) + 1 : 0;
    }

    private void ReadColour(ref BitReader bits, uint profile)
    {
        const uint Bt709 = 1, Srgb = 13, Identity = 0;
        var isDeep = bits.Flag();
        var isTwelve = profile == 2 && isDeep && bits.Flag();
        IsMonochrome = profile != 1 && bits.Flag();
        var isRgb = bits.Flag() && bits.Bits(8) == Bt709 & bits.Bits(8) == Srgb & bits.Bits(8) == Identity;
        if (IsMonochrome)
        {
            bits.Skip(1);
            IsSubsampledTwice = true;
            return;
        }

        if (!isRgb)
        {
            bits.Skip(1);
            IsSubsampledTwice = profile == 0 || (isTwelve && bits.Flag() && bits.Flag());
            if (IsSubsampledTwice)
            {
                bits.Skip(2);
            }
        }

        HasSeparateChromaDeltas = bits.Flag();
    }
}
