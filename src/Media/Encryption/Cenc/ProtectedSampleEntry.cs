using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Cenc;

/// <summary>
/// The sample entry of an encrypted track, ISO/IEC 14496-12 8.12 and 23001-7 8.2:
/// <code>
/// encv | enca           the stored entry under another name
///   ...                 its boxes
///   sinf
///     frma              the stored name
///     schm              cenc | cbcs | piff
///     schi
///       tenc            or uuid 8974DBCE-... for piff
/// </code>
/// </summary>
public static class ProtectedSampleEntry
{
    private const uint CommonVersion = 0x00010000;
    private const uint PiffVersion = 0x00010001;
    private const int FrmaSize = 12;
    private const int SchmSize = BoxWriter.FullBoxHeaderSize + 8;
    private const int CounterTencSize = BoxWriter.FullBoxHeaderSize + 20;
    private const int ConstantTencSize = CounterTencSize + 17;
    private const int PiffTencSize = BoxWriter.FullBoxHeaderSize + 16 + 20;

    /// <summary>The entry of a track under an encryption.</summary>
    public static byte[] Write(TrackFormat format, TrackEncryption encryption)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(encryption);
        var clear = format.SampleEntry.Span;
        var tencSize = encryption.Scheme switch
        {
            ProtectionScheme.Cbcs => ConstantTencSize,
            ProtectionScheme.Piff => PiffTencSize,
            _ => CounterTencSize,
        };
        var schiSize = BoxWriter.BoxHeaderSize + tencSize;
        var sinfSize = BoxWriter.BoxHeaderSize + FrmaSize + SchmSize + schiSize;
        var entry = new byte[clear.Length + sinfSize];
        var writer = new BoxWriter(entry);
        writer.BoxHeader(format.Kind == TrackKind.Video ? FourCC.Encv : FourCC.Enca, entry.Length);
        writer.Bytes(clear[BoxWriter.BoxHeaderSize..]);
        writer.BoxHeader(FourCC.Sinf, sinfSize);
        writer.BoxHeader(FourCC.Frma, FrmaSize);
        writer.FourCC(FourCC.Read(clear[4..]));
        writer.FullBoxHeader(FourCC.Schm, SchmSize, 0, 0);
        writer.FourCC(encryption.Scheme switch { ProtectionScheme.Cbcs => "cbcs", ProtectionScheme.Piff => FourCC.Piff, _ => "cenc" });
        writer.UInt32(encryption.Scheme == ProtectionScheme.Piff ? PiffVersion : CommonVersion);
        writer.BoxHeader(FourCC.Schi, schiSize);
        WriteTrackEncryption(ref writer, format.Kind, encryption);
        return entry;
    }

    private static void WriteTrackEncryption(ref BoxWriter writer, TrackKind kind, TrackEncryption encryption)
    {
        switch (encryption.Scheme)
        {
            case ProtectionScheme.Cbcs:
                writer.FullBoxHeader(FourCC.Tenc, ConstantTencSize, 1, 0);
                writer.UInt8(0);
                writer.UInt8(kind == TrackKind.Video ? (byte)((TrackEncryption.CryptBlocks << 4) | TrackEncryption.SkipBlocks) : (byte)0);
                writer.UInt8(1);
                writer.UInt8(0);
                WriteKeyId(ref writer, encryption.KeyId);
                writer.UInt8(16);
                writer.Bytes(encryption.Iv.Span[..16]);
                break;
            case ProtectionScheme.Piff:
                writer.BoxHeader(FourCC.Uuid, PiffTencSize);
                WriteKeyId(ref writer, SmoothBoxes.TrackEncryption);
                writer.UInt32(0);
                writer.UInt24(1);
                writer.UInt8(TrackEncryption.SampleIvSize);
                WriteKeyId(ref writer, encryption.KeyId);
                break;
            default:
                writer.FullBoxHeader(FourCC.Tenc, CounterTencSize, 0, 0);
                writer.UInt16(0);
                writer.UInt8(1);
                writer.UInt8(TrackEncryption.SampleIvSize);
                WriteKeyId(ref writer, encryption.KeyId);
                break;
        }
    }

    private static void WriteKeyId(ref BoxWriter writer, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.Bytes(bytes);
    }
}
