using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;

namespace MediaPlatform.Media.TimedMetadata;

/// <summary>Writes a message as a fragment of Smooth Streaming, [MS-SSTR] 2.2.4: one sample, which is the message as the manifest embeds it.</summary>
public static class EventFragmentWriter
{
    private const int HeaderLength = 256;
    private const uint DurationPresent = 0x100;
    private const uint SizePresent = 0x200;
    private const uint DataOffsetPresent = 1;

    /// <returns>The moof and the mdat.</returns>
    public static byte[] Write(TimedEvent message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var buffer = new byte[HeaderLength + message.Message.Length];
        var writer = new BoxWriter(buffer);
        var moof = writer.Begin(FourCC.Moof);
        var mfhd = writer.Begin(FourCC.Mfhd, 0, 0);
        writer.UInt32(1);
        writer.End(mfhd);
        var traf = writer.Begin(FourCC.Traf);
        var tfhd = writer.Begin(FourCC.Tfhd, 0, 0);
        writer.UInt32(InitSegment.TrackId);
        writer.End(tfhd);
        var trun = writer.Begin(FourCC.Trun, 0, DataOffsetPresent | DurationPresent | SizePresent);
        writer.UInt32(1);
        var offset = writer.Position;
        writer.UInt32(0);
        writer.UInt32((uint)Math.Min(message.Duration, uint.MaxValue));
        writer.UInt32((uint)message.Message.Length);
        writer.End(trun);
        SmoothBoxes.WriteFragmentTimes(ref writer, message.Start, message.Duration);
        writer.End(traf);
        writer.End(moof);
        var body = new BoxWriter(buffer.AsSpan(offset));
        body.UInt32((uint)(writer.Position + BoxWriter.BoxHeaderSize));
        var mdat = writer.Begin(FourCC.Mdat);
        writer.Bytes(message.Message.Span);
        writer.End(mdat);
        return buffer[..writer.Position];
    }
}
