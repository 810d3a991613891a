using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples.Av1;

/// <summary>
/// Reads the header of a frame, AV1 specification 5.9.2, for the sake of its length and of its tiles. All of it has to be read: a header
/// has no length of its own, and what stands in it depends on headers before.
/// </summary>
internal sealed class Av1FrameHeader
{
    private const uint Inter = 1;
    private const uint IntraOnly = 2;
    private const uint Switch = 3;
    private const int AllFrames = 255;
    private const int NoPrimary = 7;
    private const int ReferencesPerFrame = 7;

    private readonly Av1Sequence _sequence;
    private readonly Av1Reference?[] _kept;
    private readonly int[] _indexes = new int[ReferencesPerFrame];

    private uint _type;
    private bool _isShown = true;
    private bool _isShowable;
    private bool _isResilient = true;
    private bool _hasScreenContent;
    private bool _hasIntegerVectors;
    private bool _hasOwnSize;
    private bool _hasPreciseVectors;
    private bool _hasBlockCopy;
    private bool _disablesUpdate;
    private bool _isLossless;
    private int _orderHint;
    private int _primary = NoPrimary;
    private int _width;
    private int _height;
    private int _upscaledWidth;
    private int _baseQuantizer;
    private bool _hasQuantizerDeltas;
    private int?[] _segmentQuantizers = new int?[Av1Segments.Count];
    private int[] _globalMotion = Av1GlobalMotion.Default;

    private Av1FrameHeader(Av1Sequence sequence, Av1Reference?[] kept) => (_sequence, _kept) = (sequence, kept);

    /// <summary>The kept frame that is shown instead of a new one; negative when the frame is new.</summary>
    public int ShownExisting { get; private set; } = -1;

    /// <summary>One bit for each place of a kept frame that this one takes.</summary>
    public int RefreshFlags { get; private set; } = AllFrames;

    /// <summary>Its tiles; null when nothing is decoded.</summary>
    public Av1TileLayout? Tiles { get; private set; }

    private bool IsIntra => _type is 0 or IntraOnly;

    private bool IsShownKey => _type == 0 && _isShown;

    /// <summary>What is kept of the frame for those after it.</summary>
    public Av1Reference ToReference() => ShownExisting >= 0 ? Kept(ShownExisting) : new Av1Reference
    {
        IsKey = _type == 0,
        UpscaledWidth = _upscaledWidth,
        Height = _height,
        OrderHint = _orderHint,
        GlobalMotion = _globalMotion,
        SegmentQuantizers = _segmentQuantizers,
    };

    /// <param name="bits">Stands at the start of the header, afterwards behind its last bit.</param>
    /// <param name="sequence">The sequence header in force.</param>
    /// <param name="kept">The eight frames that were kept.</param>
    /// <param name="layers">Bit of the temporal and bit of the spatial layer, as operating points have them.</param>
    public static Av1FrameHeader Read(ref BitReader bits, Av1Sequence sequence, Av1Reference?[] kept, uint layers)
    {
        var header = new Av1FrameHeader(sequence, kept);
        if (!sequence.IsReducedStill && header.ReadShowing(ref bits))
        {
            return header;
        }

        header.ReadIdentity(ref bits, layers);
        header.ReadReferences(ref bits);
        var keepsContext = !sequence.IsReducedStill && !header._disablesUpdate;
        bits.Skip(keepsContext ? 1 : 0);
        header.Tiles = Av1TileLayout.Read(ref bits, header._width, header._height, sequence.HasLargeBlocks);
        header.ReadQuantizers(ref bits);
        header.ReadFilters(ref bits);
        header.ReadPrediction(ref bits);
        if (sequence.HasFilmGrain && (header._isShown || header._isShowable))
        {
            Av1FilmGrain.Skip(ref bits, sequence, header._type == Inter);
        }

        return header;
    }

    private Av1Reference Kept(int index) => _kept[index] ?? throw new InvalidMediaException("An AV1 frame refers to one that was not kept");

    /// <summary>True when the header ends here, since a kept frame is shown.</summary>
    private bool ReadShowing(ref BitReader bits)
    {
        if (bits.Flag())
        {
            ShownExisting = (int)bits.Bits(3);
            bits.Skip(_sequence.PresentationTimeBits + _sequence.FrameIdBits);
            RefreshFlags = Kept(ShownExisting).IsKey ? AllFrames : 0;
            return true;
        }

        _type = bits.Bits(2);
        _isShown = bits.Flag();
        if (_isShown)
        {
            bits.Skip(_sequence.PresentationTimeBits);
        }

        _isShowable = _isShown ? _type != 0 : bits.Flag();
        _isResilient = _type == Switch || IsShownKey || bits.Flag();
        return false;
    }

    private void ReadIdentity(ref BitReader bits, uint layers)
    {
        _disablesUpdate = bits.Flag();
        _hasScreenContent = _sequence.ScreenContent == Av1Sequence.ChosenByFrame ? bits.Flag() : _sequence.ScreenContent == 1;
        if (_hasScreenContent)
        {
            _hasIntegerVectors = _sequence.IntegerVectors == Av1Sequence.ChosenByFrame ? bits.Flag() : _sequence.IntegerVectors == 1;
        }

        bits.Skip(_sequence.FrameIdBits);
        _hasOwnSize = _type == Switch || (!_sequence.IsReducedStill && bits.Flag());
        _orderHint = (int)bits.Bits(_sequence.OrderHintBits);
        if (!IsIntra && !_isResilient)
        {
            _primary = (int)bits.Bits(3);
        }

        if (_sequence.HasDecoderModel && bits.Flag())
        {
            var points = _sequence.OperatingPoints.Count(point => point.HasModel && (point.Layers == 0 || (point.Layers & layers) == layers));
            bits.Skip(points * _sequence.RemovalTimeBits);
        }
    }

    private void ReadReferences(ref BitReader bits)
    {
        if (_type != Switch && !IsShownKey)
        {
            RefreshFlags = (int)bits.Bits(8);
        }

        if ((!IsIntra || RefreshFlags != AllFrames) && _isResilient && _sequence.OrderHintBits > 0)
        {
            ReadOrderHints(ref bits);
        }

        if (IsIntra)
        {
            ReadSize(ref bits);
            _hasBlockCopy = _hasScreenContent && _upscaledWidth == _width && bits.Flag();
            return;
        }

        ReadIndexes(ref bits);
        if (_hasOwnSize && !_isResilient)
        {
            ReadSizeLikeReference(ref bits);
        }
        else
        {
            ReadSize(ref bits);
        }

        _hasPreciseVectors = !_hasIntegerVectors && bits.Flag();
        if (!bits.Flag())
        {
            bits.Skip(2);
        }

        bits.Skip(1);
        bits.Skip(!_isResilient && _sequence.HasReferenceVectors ? 1 : 0);
    }

    /// <summary>A frame that stands for itself says how its references are ordered; one that is not as it says was lost.</summary>
    private void ReadOrderHints(ref BitReader bits)
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            var hint = (int)bits.Bits(_sequence.OrderHintBits);
            if (_kept[i]?.OrderHint != hint)
            {
                _kept[i] = new Av1Reference { OrderHint = hint, UpscaledWidth = _sequence.MaxWidth, Height = _sequence.MaxHeight };
            }
        }
    }

    private void ReadIndexes(ref BitReader bits)
    {
        var isShort = _sequence.OrderHintBits > 0 && bits.Flag();
        if (isShort)
        {
            var (last, gold) = ((int)bits.Bits(3), (int)bits.Bits(3));
            int[] hints = [.. Enumerable.Range(0, _kept.Length).Select(i => Kept(i).OrderHint)];
            Av1ReferenceOrder.Complete(last, gold, hints, _orderHint, _sequence.OrderHintBits).CopyTo(_indexes, 0);
        }

        for (var i = 0; i < _indexes.Length; i++)
        {
            _indexes[i] = isShort ? _indexes[i] : (int)bits.Bits(3);
            bits.Skip(_sequence.FrameIdBits > 0 ? _sequence.FrameIdDeltaBits : 0);
        }
    }

    private void ReadSize(ref BitReader bits)
    {
        _upscaledWidth = _hasOwnSize ? (int)bits.Bits(_sequence.WidthBits) + 1 : _sequence.MaxWidth;
        _height = _hasOwnSize ? (int)bits.Bits(_sequence.HeightBits) + 1 : _sequence.MaxHeight;
        ReadScaling(ref bits);
        if (bits.Flag())
        {
            bits.Skip(32);
        }
    }

    private void ReadSizeLikeReference(ref BitReader bits)
    {
        foreach (var index in _indexes)
        {
            if (bits.Flag())
            {
                (_upscaledWidth, _height) = (Kept(index).UpscaledWidth, Kept(index).Height);
                ReadScaling(ref bits);
                return;
            }
        }

        ReadSize(ref bits);
    }

    private void ReadScaling(ref BitReader bits)
    {
        const int Full = 8, Smallest = 9;
        var denominator = _sequence.HasScaling && bits.Flag() ? (int)bits.Bits(3) + Smallest : Full;
        _width = ((_upscaledWidth * Full) + (denominator / 2)) / denominator;
    }

    private void ReadQuantizers(ref BitReader bits)
    {
        _baseQuantizer = (int)bits.Bits(8);
        ReadDelta(ref bits);
        if (_sequence.Planes > 1)
        {
            var differ = _sequence.HasSeparateChromaDeltas && bits.Flag();
            for (var i = 0; i < (differ ? 4 : 2); i++)
            {
                ReadDelta(ref bits);
            }
        }

        if (bits.Flag())
        {
            bits.Skip(_sequence.HasSeparateChromaDeltas ? 12 : 8);
        }

        var primary = _primary == NoPrimary ? new Av1Reference() : Kept(_indexes[_primary]);
        _segmentQuantizers = Av1Segments.Read(ref bits, _primary != NoPrimary, primary.SegmentQuantizers);
        if (_baseQuantizer > 0 && bits.Flag())
        {
            bits.Skip(2);
            if (!_hasBlockCopy && bits.Flag())
            {
                bits.Skip(3);
            }
        }

        _isLossless = !_hasQuantizerDeltas && _segmentQuantizers.All(change => Math.Clamp(_baseQuantizer + (change ?? 0), 0, 255) == 0);
    }

    private void ReadDelta(ref BitReader bits) => _hasQuantizerDeltas |= bits.Flag() && Av1Codes.Signed(ref bits, 7) != 0;

    private void ReadFilters(ref BitReader bits)
    {
        if (!_isLossless && !_hasBlockCopy)
        {
            ReadLoopFilter(ref bits);
            if (_sequence.HasDirectionalFilter)
            {
                bits.Skip(2);
                var strengths = 1 << (int)bits.Bits(2);
                bits.Skip(strengths * (_sequence.Planes > 1 ? 12 : 6));
            }
        }

        var isWhollyLossless = _isLossless && _width == _upscaledWidth;
        if (!isWhollyLossless && !_hasBlockCopy && _sequence.HasRestoration)
        {
            ReadRestoration(ref bits);
        }
    }

    private void ReadLoopFilter(ref BitReader bits)
    {
        const int References = 8, Modes = 2;
        var isOn = bits.Bits(6) != 0 | bits.Bits(6) != 0;
        bits.Skip((isOn && _sequence.Planes > 1 ? 12 : 0) + 3);
        if (bits.Flag() && bits.Flag())
        {
            for (var i = 0; i < References + Modes; i++)
            {
                bits.Skip(bits.Flag() ? 7 : 0);
            }
        }
    }

    private void ReadRestoration(ref BitReader bits)
    {
        var (isUsed, isUsedForChroma) = (false, false);
        for (var plane = 0; plane < _sequence.Planes; plane++)
        {
            if (bits.Bits(2) != 0)
            {
                isUsed = true;
                isUsedForChroma |= plane > 0;
            }
        }

        if (!isUsed)
        {
            return;
        }

        if (bits.Flag() && !_sequence.HasLargeBlocks)
        {
            bits.Skip(1);
        }

        bits.Skip(_sequence.IsSubsampledTwice && isUsedForChroma ? 1 : 0);
    }

    private void ReadPrediction(ref BitReader bits)
    {
        bits.Skip(_isLossless ? 0 : 1);
        if (!IsIntra && bits.Flag() && _sequence.OrderHintBits > 0)
        {
            Span<int> hints = stackalloc int[ReferencesPerFrame];
            for (var i = 0; i < hints.Length; i++)
            {
                hints[i] = Kept(_indexes[i]).OrderHint;
            }

            bits.Skip(Av1ReferenceOrder.MaySkip(hints, _orderHint, _sequence.OrderHintBits) ? 1 : 0);
        }

        bits.Skip(!IsIntra && !_isResilient && _sequence.HasWarpedMotion ? 1 : 0);
        bits.Skip(1);
        if (!IsIntra)
        {
            var before = _primary == NoPrimary ? Av1GlobalMotion.Default : Kept(_indexes[_primary]).GlobalMotion;
            _globalMotion = Av1GlobalMotion.Read(ref bits, before, _hasPreciseVectors);
        }
    }
}
