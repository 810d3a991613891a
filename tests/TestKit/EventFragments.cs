using System.Buffers.Binary;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;

namespace MediaPlatform.TestKit;

/// <summary>A sparse track as live encoders send it to AMS ("Signaling Timed Metadata in Live Streaming" 2.2).</summary>
public static class EventFragments
{
    /// <summary>Leaves for 30 seconds, event 1026, as the document prints it.</summary>
    public const string SpliceOut = "/DAlAAAAAAAAAP/wFAUAAAQCf+//KRjAfP4AKTLgAAAAAAAAVYsh2w==";

    /// <summary>Comes back from it.</summary>
    public const string SpliceIn = "/DAgAAAAAAAAAP/wDwUAAAQCf0//KTJbXAAAAAAAAFdnDa4=";

    /// <summary>The header: ftyp and a moov with nothing but the clock.</summary>
    public static byte[] Header(uint timescale)
    {
        var buffer = new byte[256];
        var writer = new BoxWriter(buffer);
        var ftyp = writer.Begin(FourCC.Ftyp);
        writer.FourCC(new FourCC("piff"));
        writer.UInt32(1);
        writer.End(ftyp);
        var moov = writer.Begin(FourCC.Moov);
        var trak = writer.Begin(FourCC.Trak);
        var mdia = writer.Begin(FourCC.Mdia);
        var mdhd = writer.Begin(FourCC.Mdhd, 0, 0);
        writer.UInt32(0);
        writer.UInt32(0);
        writer.UInt32(timescale);
        writer.UInt32(0);
        writer.UInt32(0);
        writer.End(mdhd);
        var hdlr = writer.Begin(FourCC.Hdlr, 0, 0);
        writer.UInt32(0);
        writer.FourCC(new FourCC("meta"));
        writer.Zeros(13);
        writer.End(hdlr);
        writer.End(mdia);
        writer.End(trak);
        writer.End(moov);
        return buffer[..writer.Position];
    }

    /// <summary>One message.</summary>
    /// <param name="arrival">When it came in, in ticks of the header.</param>
    /// <param name="duration">How long what it tells of lasts; 0 for unknown.</param>
    /// <param name="id">Identifier.</param>
    /// <param name="delta">What it tells of happens so much after it came in.</param>
    /// <param name="message">The message.</param>
    public static byte[] Fragment(long arrival, long duration, uint id, uint delta, byte[] message)
    {
        var buffer = new byte[256 + message.Length];
        var writer = new BoxWriter(buffer);
        var moof = writer.Begin(FourCC.Moof);
        var traf = writer.Begin(FourCC.Traf);
        var tfxd = writer.Begin(FourCC.Uuid);
        writer.Bytes(SmoothBoxes.FragmentTimes.ToByteArray(bigEndian: true));
        writer.UInt32(0x01000000);
        writer.UInt64((ulong)arrival);
        writer.UInt64((ulong)duration);
        writer.End(tfxd);
        writer.End(traf);
        writer.End(moof);
        var mdat = writer.Begin(FourCC.Mdat);
        writer.UInt32(1);
        writer.UInt32(id);
        writer.UInt32(delta);
        writer.Bytes(message);
        writer.End(mdat);
        return buffer[..writer.Position];
    }

    /// <summary>The element of the server manifest.</summary>
    public static string Element(string folder, string name, string scheme) =>
        $"<textstream src=\"{folder}\" systemBitrate=\"0\"><param name=\"trackName\" value=\"{name}\"/><param name=\"Subtype\" value=\"DATA\"/><param name=\"Scheme\" value=\"{scheme}\"/><param name=\"parentTrackName\" value=\"video\"/><param name=\"manifestOutput\" value=\"TRUE\"/></textstream>";

    /// <summary>The message of a fragment that was served: what its mdat holds.</summary>
    public static byte[] MessageOf(byte[] fragment)
    {
        var moof = BinaryPrimitives.ReadInt32BigEndian(fragment);
        return fragment[(moof + 8)..];
    }
}
