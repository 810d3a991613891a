using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// Stream types and descriptors of SAMPLE-AES streams: Apple, MPEG-2 Stream Encryption Format for HTTP Live Streaming,
/// sections 2.3 and 2.4.
/// </summary>
internal static class SampleAesDescriptors
{
    private const byte RegistrationDescriptor = 0x05;
    private const byte PrivateDataDescriptor = 0x0F;

    public static byte StreamType(TrackFormat format) => format.Codec switch
    {
        Codec.Avc => 0xDB,
        Codec.Aac => 0xCF,
        Codec.Ac3 => 0xC1,
        Codec.Eac3 => 0xC2,
        _ => throw new PackagingRefusedException(
            PackagingRefusal.CodecNotSupported, $"{format.CodecString} has no sample encryption in transport streams."),
    };

    public static void Write(ref BoxWriter writer, TrackFormat format, scoped ReadOnlySpan<byte> setup)
    {
        writer.UInt8(PrivateDataDescriptor);
        writer.UInt8(4);
        writer.FourCC(new FourCC(format.Codec switch { Codec.Avc => "zavc", Codec.Aac => "aacd", Codec.Ac3 => "ac3d", _ => "ec3d" }));
        if (format.Kind != TrackKind.Audio)
        {
            return;
        }

        writer.UInt8(RegistrationDescriptor);
        writer.UInt8((byte)(4 + 8 + setup.Length));
        writer.FourCC(new FourCC("apad"));
        writer.FourCC(new FourCC(AudioType(format)));
        writer.UInt16(0);
        writer.UInt8(1);
        writer.UInt8((byte)setup.Length);
        writer.Bytes(setup);
    }

    private static string AudioType(TrackFormat format) => format.Codec switch
    {
        Codec.Ac3 => "zac3",
        Codec.Eac3 => "zec3",
        _ => format.CodecString switch { "mp4a.40.5" => "zach", "mp4a.40.29" => "zacp", _ => "zaac" },
    };
}
