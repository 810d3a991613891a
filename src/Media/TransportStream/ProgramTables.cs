using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Manifests;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>Program association and program map tables, ISO/IEC 13818-1 2.4.4; one packet each.</summary>
internal static class ProgramTables
{
    public const int MapPid = 0xFFF;
    public const int FirstElementaryPid = 0x100;
    private const int ProgramNumber = 1;
    private const byte RegistrationDescriptor = 0x05;
    private const byte LanguageDescriptor = 0x0A;

    public static void WriteAssociation(Span<byte> packet, int counter)
    {
        var section = Begin(packet, 0, counter);
        var writer = new BoxWriter(section);
        writer.UInt8(0);
        writer.UInt16(0);
        WriteCommon(ref writer);
        writer.UInt16(ProgramNumber);
        writer.UInt16(0xE000 | MapPid);
        End(section, writer.Position);
    }

    /// <param name="packet">188 bytes.</param>
    /// <param name="streams">Tracks in order of their PIDs; the first carries the clock.</param>
    /// <param name="counter">Continuity counter.</param>
    public static void WriteMap(Span<byte> packet, ReadOnlySpan<TsStreamInput> streams, int counter)
    {
        var section = Begin(packet, MapPid, counter);
        var writer = new BoxWriter(section);
        writer.UInt8(2);
        writer.UInt16(0);
        WriteCommon(ref writer);
        writer.UInt16(0xE000 | FirstElementaryPid);
        writer.UInt16(0xF000);
        for (var i = 0; i < streams.Length; i++)
        {
            WriteStream(ref writer, streams[i], FirstElementaryPid + i);
        }

        End(section, writer.Position);
    }

    private static void WriteStream(ref BoxWriter writer, in TsStreamInput stream, int pid)
    {
        var format = stream.Track.Format;
        var isProtected = stream.Protection == TsProtection.SampleAes;
        writer.UInt8(isProtected ? SampleAesDescriptors.StreamType(format) : StreamType(stream.Track));
        writer.UInt16((ushort)(0xE000 | pid));
        var lengthAt = writer.Position;
        writer.UInt16(0xF000);
        if (isProtected)
        {
            SampleAesDescriptors.Write(ref writer, format, (stream.Rewritten?.AudioSetup ?? default).Span);
        }
        else if (Registration(stream.Track) is { } code)
        {
            writer.UInt8(RegistrationDescriptor);
            writer.UInt8(4);
            writer.FourCC(code);
        }

        if (format.Kind == TrackKind.Audio)
        {
            WriteLanguage(ref writer, LanguageTag.ToThreeLetters(stream.Language ?? stream.Track.Language));
        }

        writer.PatchUInt16(lengthAt, (ushort)(0xF000 | (writer.Position - lengthAt - 2)));
    }

    private static void WriteLanguage(ref BoxWriter writer, string language)
    {
        if (language.Length == 0)
        {
            return;
        }

        writer.UInt8(LanguageDescriptor);
        writer.UInt8(4);
        foreach (var letter in language)
        {
            writer.UInt8((byte)letter);
        }

        writer.UInt8(0);
    }

    private static byte StreamType(TrackIndex track) => track.Format.Codec switch
    {
        Codec.Avc => 0x1B,
        Codec.Hevc => 0x24,
        Codec.Aac => 0x0F,
        Codec.Mp3 => track.Format.SamplingRate >= 32_000 ? (byte)0x03 : (byte)0x04,
        Codec.Eac3 => 0x87,
        Codec.Ac3 => 0x81,
        Codec.Dts => 0x82,
        _ => throw new InvalidMediaException($"{track.Format.CodecString} has no transport stream type"),
    };

    private static FourCC? Registration(TrackIndex track) => track.Format.Codec switch
    {
        Codec.Hevc => new FourCC("HEVC"),
        Codec.Eac3 => new FourCC("EAC3"),
        Codec.Ac3 => new FourCC("AC-3"),
        Codec.Dts => new FourCC(DtsFrame(track)),
        _ => default(FourCC?),
    };

    /// <summary>DTS names its registration by the frame length: 512, 1024 or 2048 samples (ETSI TS 101 154 annex G).</summary>
    private static string DtsFrame(TrackIndex track) =>
        ((ulong)track.NominalSampleDuration * (ulong)Math.Max(1, track.Format.SamplingRate) / track.Timescale) switch
        {
            <= 512 => "DTS1",
            <= 1024 => "DTS2",
            _ => "DTS3",
        };

    private static Span<byte> Begin(Span<byte> packet, int pid, int counter)
    {
        packet = packet[..TransportPacket.Size];
        packet.Fill(0xFF);
        TransportPacket.WriteHeader(packet, pid, start: true, adaptation: false, payload: true, counter);
        packet[4] = 0;
        return packet[5..];
    }

    private static void WriteCommon(ref BoxWriter writer)
    {
        writer.UInt16(ProgramNumber);
        writer.UInt8(0xC1);
        writer.UInt16(0);
    }

    /// <summary>Fills in the section length and appends the CRC.</summary>
    private static void End(Span<byte> section, int written)
    {
        var length = written - 3 + 4;
        section[1] = (byte)(0xB0 | (length >> 8));
        section[2] = (byte)length;
        var writer = new BoxWriter(section[written..]);
        writer.UInt32(Crc32Mpeg.Compute(section[..written]));
    }
}
