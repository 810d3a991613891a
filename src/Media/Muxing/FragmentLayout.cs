using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Muxing;

/// <summary>
/// One media segment before any media byte is read: header bytes and exact length are known by arithmetic on the
/// index. The segment is the header followed by the bytes of <see cref="Ranges"/>.
/// <code>
/// [styp]
/// moof
///   mfhd
///   traf: tfhd, [tfdt], trun, [extension], [uuid tfxd]
/// mdat header
/// </code>
/// </summary>
public readonly struct FragmentLayout
{
    private const uint SyncFlags = 0x02000000;
    private const uint NonSyncFlags = 0x01010000;
    private const int MfhdSize = 16;
    private const int TfdtSize = 20;
    private const int StypSize = 24;
    private const int TrunFixedSize = 20;

    private readonly TrackIndex _track;
    private readonly SegmentOptions _options;
    private readonly SampleUniformity _uniform;

    internal FragmentLayout(TrackIndex track, SampleRange samples, SegmentOptions options)
    {
        _track = track;
        _options = options;
        Samples = samples;
        _uniform = SampleUniformity.Of(track, samples, options.Flavour);
        MediaLength = _uniform.TotalBytes;
        HeaderLength = StypLength + MoofLength + MdatHeaderLength;
    }

    /// <summary>Samples in the segment.</summary>
    public SampleRange Samples { get; }

    public TrackIndex Track => _track;

    /// <summary>Bytes in front of the media bytes.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of all samples.</summary>
    public long MediaLength { get; }

    /// <summary>Bytes of the whole segment.</summary>
    public long Length => HeaderLength + MediaLength;

    /// <summary>Where the media bytes are stored.</summary>
    public ByteRangeEnumerator Ranges => _track.Ranges(Samples);

    private bool IsSmooth => _options.Flavour == Fmp4Flavour.Smooth;

    private int StypLength => _options.Flavour == Fmp4Flavour.Cmaf && !_options.OmitSegmentType ? StypSize : 0;

    private int MdatHeaderLength => MediaLength + BoxWriter.BoxHeaderSize > uint.MaxValue ? 16 : BoxWriter.BoxHeaderSize;

    private int TfhdLength => BoxWriter.FullBoxHeaderSize + 4
        + (_uniform.Duration is null ? 0 : 4) + (_uniform.Size is null ? 0 : 4) + (_uniform.Flags is null ? 0 : 4);

    private int TrunLength => TrunFixedSize + (_uniform.BytesPerSample * Samples.Count);

    private int TrafLength => BoxWriter.BoxHeaderSize + TfhdLength + (IsSmooth ? SmoothBoxes.FragmentTimesLength : TfdtSize) + TrunLength
        + (_options.Extension?.Size ?? 0);

    private int MoofLength => BoxWriter.BoxHeaderSize + MfhdSize + TrafLength;

    /// <summary>Writes the bytes in front of the media bytes; the span must have room for <see cref="HeaderLength"/>.</summary>
    public void WriteHeader(Span<byte> destination)
    {
        var writer = new BoxWriter(destination[..HeaderLength]);
        WriteSegmentType(ref writer);
        var moofStart = writer.Position;
        writer.BoxHeader(FourCC.Moof, MoofLength);
        writer.FullBoxHeader(FourCC.Mfhd, MfhdSize, 0, 0);
        writer.UInt32(_options.SequenceNumber);
        writer.BoxHeader(FourCC.Traf, TrafLength);
        WriteTrackFragmentHeader(ref writer);
        if (!IsSmooth)
        {
            writer.FullBoxHeader(FourCC.Tfdt, TfdtSize, 1, 0);
            writer.UInt64((ulong)_track.DecodeTime(Samples.First).Ticks);
        }

        WriteTrackRun(ref writer);
        _options.Extension?.Write(ref writer, moofStart);
        if (IsSmooth)
        {
            WriteFragmentTimes(ref writer);
        }

        WriteMediaDataHeader(ref writer);
    }

    private void WriteSegmentType(ref BoxWriter writer)
    {
        if (StypLength > 0)
        {
            writer.BoxHeader(FourCC.Styp, StypSize);
            writer.FourCC(FourCC.Msdh);
            writer.UInt32(0);
            writer.FourCC(FourCC.Msdh);
            writer.FourCC(FourCC.Cmfc);
        }
    }

    private void WriteTrackFragmentHeader(ref BoxWriter writer)
    {
        var flags = (_uniform.Duration is null ? 0u : 8) | (_uniform.Size is null ? 0u : 0x10) | (_uniform.Flags is null ? 0u : 0x20)
            | (IsSmooth ? 0u : 0x20000);
        writer.FullBoxHeader(FourCC.Tfhd, TfhdLength, 0, flags);
        writer.UInt32(InitSegment.TrackId);
        if (_uniform.Duration is { } duration)
        {
            writer.UInt32(duration);
        }

        if (_uniform.Size is { } size)
        {
            writer.UInt32(size);
        }

        if (_uniform.Flags is { } sampleFlags)
        {
            writer.UInt32(sampleFlags);
        }
    }

    private void WriteTrackRun(ref BoxWriter writer)
    {
        var uniform = _uniform;
        var flags = 1u | (uniform.Duration is null ? 0x100u : 0) | (uniform.Size is null ? 0x200u : 0)
            | (uniform.Flags is null ? 0x400u : 0) | (uniform.HasComposition ? 0x800u : 0);
        writer.FullBoxHeader(FourCC.Trun, TrunLength, uniform.HasNegativeComposition ? (byte)1 : (byte)0, flags);
        writer.UInt32((uint)Samples.Count);
        writer.UInt32((uint)(MoofLength + MdatHeaderLength));
        var times = new SampleTicks(_track, _options.Flavour);
        foreach (var sample in _track.Samples(Samples))
        {
            if (uniform.Duration is null)
            {
                writer.UInt32(times.Duration(sample));
            }

            if (uniform.Size is null)
            {
                writer.UInt32(sample.Size);
            }

            if (uniform.Flags is null)
            {
                writer.UInt32(FlagsOf(sample));
            }

            if (uniform.HasComposition)
            {
                writer.Int32(times.Composition(sample));
            }
        }
    }

    private void WriteFragmentTimes(ref BoxWriter writer)
    {
        var start = _track.DecodeTime(Samples.First);
        var (time, duration) = _options.Announced ?? (start.PresentationTicks, EndTicks() - start.PresentationTicks);
        SmoothBoxes.WriteFragmentTimes(ref writer, time, duration);
    }

    private void WriteMediaDataHeader(ref BoxWriter writer)
    {
        if (MdatHeaderLength == BoxWriter.BoxHeaderSize)
        {
            writer.UInt32((uint)(MediaLength + BoxWriter.BoxHeaderSize));
            writer.FourCC(FourCC.Mdat);
            return;
        }

        writer.UInt32(1);
        writer.FourCC(FourCC.Mdat);
        writer.UInt64((ulong)MediaLength + 16);
    }

    private long EndTicks()
    {
        var last = Samples.End - 1;
        var end = _track.DecodeTime(last).Ticks + _track.SampleDuration(last).Ticks;
        return new MediaTime(end, _track.Timescale).PresentationTicks;
    }

    internal static uint FlagsOf(in Sample sample) => sample.IsSync ? SyncFlags : NonSyncFlags;
}
