using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Av1;
using MediaPlatform.Media.Codecs.Avc;
using MediaPlatform.Media.Codecs.Hevc;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>VisualSampleEntry, ISO/IEC 14496-12 12.1.3.</summary>
internal static class VideoSampleEntryParser
{
    private const int FixedFields = 78;
    private const int MaxStretch = 4;

    public static TrackFormat Parse(FourCC type, ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> body, TrackTraits traits)
    {
        var reader = new BoxReader(type, body.Span);
        reader.Skip(24);
        var (width, height) = (reader.UInt16(), reader.UInt16());
        reader.Skip(FixedFields - 28);
        var (original, encrypted) = SampleEntryParser.Original(type, body, FixedFields);
        var format = new TrackFormat
        {
            Kind = TrackKind.Video,
            Codec = Codec.Unknown,
            SampleEntryType = original,
            SampleEntry = entry,
            CodecString = original.ToString(),
            IsEncrypted = encrypted,
            Width = width,
            Height = height,
            Captions = traits.Captions,
            Rotation = traits.Rotation,
        };
        format = WithCodec(format, body, traits.ParameterSets);
        // Writers differ in whether they count cropped or stretched pixels, but never by so much.
        if (width > MaxStretch * format.Width || height > MaxStretch * format.Height)
        {
            throw reader.Error($"{width}x{height} pixels are claimed but {format.Width}x{format.Height} are coded");
        }

        return Reduced(WithContainerBoxes(format, body));
    }

    /// <summary>The pixel shape in lowest terms; some encoders write 1024:1024.</summary>
    private static TrackFormat Reduced(TrackFormat format)
    {
        var (x, y) = format.SampleAspectRatio;
        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(x, y);
        return divisor > 1 ? format with { SampleAspectRatio = (x / divisor, y / divisor) } : format;
    }

    private static TrackFormat WithCodec(TrackFormat format, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> inBand)
    {
        var type = format.SampleEntryType;
        if (type == FourCC.Avc1 || type == FourCC.Avc3 || type == FourCC.Avc2 || type == FourCC.Avc4)
        {
            return SampleEntryParser.TryFind(body, FixedFields, FourCC.AvcC, out var avc) ? WithAvc(format, avc, inBand) : format;
        }

        if (type == FourCC.Hvc1 || type == FourCC.Hev1 || type == FourCC.Dvh1 || type == FourCC.Dvhe)
        {
            return SampleEntryParser.TryFind(body, FixedFields, FourCC.HvcC, out var hevc) ? WithHevc(format, hevc, inBand) : format;
        }

        if (type == FourCC.Av01 && SampleEntryParser.TryFind(body, FixedFields, FourCC.Av1C, out var av1))
        {
            return format with
            {
                Codec = Codec.Av1,
                CodecConfiguration = av1,
                CodecString = Av1Configuration.Parse(av1.Span).CodecString,
            };
        }

        return type == FourCC.Vp09 && SampleEntryParser.TryFind(body, FixedFields, FourCC.VpcC, out var vp9)
            ? WithVp9(format, vp9)
            : format;
    }

    private static TrackFormat WithAvc(TrackFormat format, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> inBand)
    {
        var stored = AvcConfiguration.Parse(body);
        var configuration = stored.With(ParameterSets.Split(inBand));
        format = format with
        {
            Codec = Codec.Avc,
            CodecConfiguration = body,
            CodecString = configuration.CodecString(format.SampleEntryType),
            NalLengthSize = configuration.NalLengthSize,
            SequenceParameterSets = configuration.SequenceParameterSets,
            PictureParameterSets = configuration.PictureParameterSets,
            ParameterSetsComplete = !stored.SequenceParameterSets.IsEmpty,
        };
        if (configuration.SequenceParameterSets.IsEmpty)
        {
            return format;
        }

        var sps = AvcSequenceParameterSet.Parse(configuration.SequenceParameterSets[0].Span);
        return format with
        {
            Width = sps.Width,
            Height = sps.Height,
            SampleAspectRatio = sps.SampleAspectRatio,
            Colour = sps.Colour,
            IsInterlaced = sps.IsInterlaced,
        };
    }

    private static TrackFormat WithHevc(TrackFormat format, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> inBand)
    {
        var configuration = HevcConfiguration.Parse(body).With(ParameterSets.Split(inBand));
        format = format with
        {
            Codec = Codec.Hevc,
            CodecConfiguration = body,
            CodecString = configuration.CodecString(format.SampleEntryType),
            NalLengthSize = configuration.NalLengthSize,
            VideoParameterSets = configuration.VideoParameterSets,
            SequenceParameterSets = configuration.SequenceParameterSets,
            PictureParameterSets = configuration.PictureParameterSets,
            ParameterSetsComplete = configuration.ParameterSetsComplete,
        };
        if (configuration.SequenceParameterSets.IsEmpty)
        {
            return format;
        }

        var sps = HevcSequenceParameterSet.Parse(configuration.SequenceParameterSets[0].Span);
        return format with
        {
            Width = sps.Width,
            Height = sps.Height,
            SampleAspectRatio = sps.SampleAspectRatio,
            Colour = sps.Colour,
        };
    }

    /// <summary>VP9 in ISO-BMFF: <c>vp09.00.10.08</c>.</summary>
    private static TrackFormat WithVp9(TrackFormat format, ReadOnlyMemory<byte> body)
    {
        var reader = new BoxReader(FourCC.VpcC, body.Span);
        reader.VersionAndFlags();
        var (profile, level, depth) = (reader.UInt8(), reader.UInt8(), reader.UInt8() >> 4);
        return format with
        {
            Codec = Codec.Vp9,
            CodecConfiguration = body,
            CodecString = $"vp09.{profile:00}.{level:00}.{depth:00}",
        };
    }

    /// <summary>pasp and colr fill in what the stream itself leaves open; the stream wins where it speaks.</summary>
    private static TrackFormat WithContainerBoxes(TrackFormat format, ReadOnlyMemory<byte> body)
    {
        if (format.SampleAspectRatio == (1, 1) && SampleEntryParser.TryFind(body, FixedFields, FourCC.Pasp, out var pasp))
        {
            var reader = new BoxReader(FourCC.Pasp, pasp.Span);
            var (x, y) = (reader.UInt32(), reader.UInt32());
            format = x is > 0 and <= 65535 && y is > 0 and <= 65535
                ? format with { SampleAspectRatio = ((int)x, (int)y) }
                : format;
        }

        if (format.Colour is null && SampleEntryParser.TryFind(body, FixedFields, FourCC.Colr, out var colr) && colr.Length >= 10)
        {
            var reader = new BoxReader(FourCC.Colr, colr.Span);
            var form = reader.FourCC();
            if (form == FourCC.Nclx || form == FourCC.Nclc)
            {
                var (primaries, transfer, matrix) = (reader.UInt16(), reader.UInt16(), reader.UInt16());
                var fullRange = form == FourCC.Nclx && reader.Remaining > 0 && (reader.UInt8() & 0x80) != 0;
                format = format with { Colour = new ColourDescription((byte)primaries, (byte)transfer, (byte)matrix, fullRange) };
            }
        }

        return format;
    }
}
