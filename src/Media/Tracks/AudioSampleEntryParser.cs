using System.Buffers.Binary;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.Codecs.Dolby;
using MediaPlatform.Media.Codecs.Dts;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>AudioSampleEntry, ISO/IEC 14496-12 12.2.3, and its QuickTime versions 1 and 2.</summary>
internal static class AudioSampleEntryParser
{
    private const int FixedFields = 28;
    private const byte ObjectTypeAac = 0x40;
    private const byte ObjectTypeMp3 = 0x6B;
    private const byte ObjectTypeMpeg2Audio = 0x69;
    private const byte ObjectTypeAc3 = 0xA5;
    private const byte ObjectTypeEac3 = 0xA6;
    private const byte ObjectTypeDts = 0xA9;

    public static TrackFormat Parse(FourCC type, ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> body)
    {
        var reader = new BoxReader(type, body.Span);
        reader.Skip(8);
        var version = reader.UInt16();
        reader.Skip(6);
        var (channels, bits) = (reader.UInt16(), reader.UInt16());
        reader.Skip(4);
        var rate = reader.UInt32() >> 16;
        if (version is 1 or 2)
        {
            (entry, body) = ToIsoForm(type, version, body);
            (channels, bits, rate) = version == 2 ? ((ushort)2, (ushort)16, rate) : (channels, (ushort)16, rate);
        }

        var (original, encrypted) = SampleEntryParser.Original(type, body, FixedFields);
        return WithCodec(
            new TrackFormat
            {
                Kind = TrackKind.Audio,
                Codec = Codec.Unknown,
                SampleEntryType = original,
                SampleEntry = entry,
                CodecString = original.ToString().TrimEnd(),
                IsEncrypted = encrypted,
                Channels = channels,
                BitsPerSample = bits,
                SamplingRate = (int)rate,
            },
            body);
    }

    private static TrackFormat WithCodec(TrackFormat format, ReadOnlyMemory<byte> body)
    {
        var type = format.SampleEntryType;
        if (type == FourCC.Mp4a)
        {
            return SampleEntryParser.TryFind(body, FixedFields, FourCC.Esds, out var esds) ? WithMpeg4(format, esds) : format;
        }

        if (type == FourCC.Ec3 && SampleEntryParser.TryFind(body, FixedFields, FourCC.Dec3, out var dec3))
        {
            var dolby = Eac3Configuration.Parse(dec3.Span);
            return format with
            {
                Codec = Codec.Eac3,
                CodecConfiguration = dec3,
                Channels = dolby.Channels,
                SamplingRate = dolby.SamplingRate,
                ChannelMask = dolby.ChannelMask,
                DeclaredKilobits = dolby.DataRateKbps,
                IsJoc = dolby.IsJoc,
                JocComplexity = dolby.JocComplexity,
            };
        }

        if (type == FourCC.Ac3)
        {
            var found = SampleEntryParser.TryFind(body, FixedFields, FourCC.Dac3, out var dac3);
            var dolby = found ? Ac3Configuration.Parse(dac3.Span) : new Ac3Configuration(format.SamplingRate, format.Channels);
            return format with
            {
                Codec = Codec.Ac3,
                CodecConfiguration = dac3,
                Channels = dolby.Channels,
                SamplingRate = dolby.SamplingRate,
            };
        }

        return type == FourCC.Dtsc || type == FourCC.Dtsh || type == FourCC.Dtsl || type == FourCC.Dtse
            ? WithDts(format, body)
            : WithOpenCodec(format, body);
    }

    private static TrackFormat WithMpeg4(TrackFormat format, ReadOnlyMemory<byte> esds)
    {
        var descriptor = ElementaryStreamDescriptor.Parse(esds);
        format = format with { CodecConfiguration = esds, CodecString = $"mp4a.{descriptor.ObjectType:x2}" };
        switch (descriptor.ObjectType)
        {
            case ObjectTypeAac when !descriptor.SpecificInfo.IsEmpty:
            case 0x66 or 0x67 or 0x68 when !descriptor.SpecificInfo.IsEmpty:
                var aac = AudioSpecificConfig.Parse(descriptor.SpecificInfo.Span);
                return format with
                {
                    SampleEntry = AsMpeg4(format.SampleEntry, esds, descriptor),
                    Codec = Codec.Aac,
                    CodecString = aac.CodecString,
                    AudioSpecificConfig = descriptor.SpecificInfo,
                    Aac = aac,
                    Channels = aac.Channels > 0 ? aac.Channels : format.Channels,
                    SamplingRate = aac.SamplingRate,
                };
            case ObjectTypeMp3 or ObjectTypeMpeg2Audio:
                return format with { Codec = Codec.Mp3 };
            case ObjectTypeAc3:
                return format with { Codec = Codec.Ac3 };
            case ObjectTypeEac3:
                return format with { Codec = Codec.Eac3 };
            case ObjectTypeDts:
                return format with { Codec = Codec.Dts };
            default:
                return format;
        }
    }

    /// <summary>
    /// AAC declared as that of MPEG-2 (object types 0x66 to 0x68, ISO/IEC 14496-1 table 5) is the same stream; browsers take it only under the object type
    /// that the codec string announces.
    /// </summary>
    private static ReadOnlyMemory<byte> AsMpeg4(ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> esds, ElementaryStreamDescriptor descriptor)
    {
        if (descriptor.ObjectType == ObjectTypeAac || !entry.Span.Overlaps(esds.Span, out var offset))
        {
            return entry;
        }

        var changed = entry.ToArray();
        changed[offset + descriptor.ObjectTypePosition] = ObjectTypeAac;
        return changed;
    }

    private static TrackFormat WithDts(TrackFormat format, ReadOnlyMemory<byte> body)
    {
        format = format with { Codec = Codec.Dts };
        if (!SampleEntryParser.TryFind(body, FixedFields, FourCC.Ddts, out var ddts))
        {
            return format;
        }

        var dts = DtsConfiguration.Parse(ddts.Span);
        return format with
        {
            CodecConfiguration = ddts,
            Channels = dts.Channels > 0 ? dts.Channels : format.Channels,
            SamplingRate = dts.SamplingRate > 0 ? dts.SamplingRate : format.SamplingRate,
            DeclaredKilobits = dts.AverageBitrate / 1000,
        };
    }

    private static TrackFormat WithOpenCodec(TrackFormat format, ReadOnlyMemory<byte> body)
    {
        if (format.SampleEntryType == FourCC.Opus && SampleEntryParser.TryFind(body, FixedFields, FourCC.DOps, out var opus) && opus.Length >= 2)
        {
            return format with
            {
                Codec = Codec.Opus,
                CodecConfiguration = opus,
                CodecString = "opus",
                Channels = opus.Span[1],
                SamplingRate = 48000,
            };
        }

        if (format.SampleEntryType == FourCC.FLaC && SampleEntryParser.TryFind(body, FixedFields, FourCC.DfLa, out var flac))
        {
            // STREAMINFO holds the rate in 20 bits, 10 bytes into the block: the sample entry cannot say 96 kHz.
            var streamInfo = flac.Length >= 4 + 4 + 14 ? flac.Span[8..] : default;
            var rate = streamInfo.IsEmpty ? format.SamplingRate : (int)(BinaryPrimitives.ReadUInt32BigEndian(streamInfo[10..]) >> 12);
            return format with { Codec = Codec.Flac, CodecConfiguration = flac, CodecString = "flac", SamplingRate = rate };
        }

        return format;
    }

    /// <summary>Rewrites a QuickTime sound description as the ISO entry that init segments need: fixed fields and esds only.</summary>
    private static (ReadOnlyMemory<byte> Entry, ReadOnlyMemory<byte> Body) ToIsoForm(FourCC type, int version, ReadOnlyMemory<byte> body)
    {
        var skip = FixedFields + (version == 1 ? 16 : 36);
        if (body.Length < skip)
        {
            throw new InvalidMediaException("QuickTime sound description is cut", type.ToString());
        }

        var found = SampleEntryParser.TryFind(body, skip, FourCC.Esds, out var esds)
            || (SampleEntryParser.TryFind(body, skip, FourCC.Wave, out var wave)
                && SampleEntryParser.TryFind(wave, 0, FourCC.Esds, out esds));
        var bytes = new byte[BoxWriter.BoxHeaderSize + FixedFields + (found ? BoxWriter.BoxHeaderSize + esds.Length : 0)];
        var writer = new BoxWriter(bytes);
        writer.BoxHeader(type, bytes.Length);
        writer.Bytes(body.Span[..8]);
        writer.Zeros(8);
        writer.UInt16(version == 2 ? (ushort)2 : BinaryPrimitives.ReadUInt16BigEndian(body.Span[16..]));
        writer.UInt16(16);
        writer.Zeros(4);
        writer.Bytes(body.Span.Slice(24, 4));
        if (found)
        {
            writer.BoxHeader(FourCC.Esds, BoxWriter.BoxHeaderSize + esds.Length);
            writer.Bytes(esds.Span);
        }

        return (bytes, bytes.AsMemory(BoxWriter.BoxHeaderSize));
    }
}
