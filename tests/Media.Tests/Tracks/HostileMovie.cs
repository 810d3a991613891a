using System.Buffers.Binary;
using System.Text;
using MediaPlatform.Media.Tracks;
using MediaPlatform.TestKit;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>Boxes put together by hand, for files that claim what no muxer writes.</summary>
internal static class HostileMovie
{
    /// <summary>A box of parts.</summary>
    public static byte[] Box(string type, params byte[][] parts)
    {
        var body = parts.SelectMany(part => part);
        return [.. U32((uint)(8 + parts.Sum(part => part.Length))), .. Encoding.ASCII.GetBytes(type), .. body];
    }

    /// <summary>A box with version 0 and flags.</summary>
    public static byte[] Full(string type, uint flags, params uint[] fields) => Box(type, [U32(flags), .. fields.Select(U32)]);

    /// <summary>A big-endian number.</summary>
    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>A whole file: moov with tracks of silence, then other boxes.</summary>
    public static byte[] File(IEnumerable<byte[]> tracks, bool isFragmented, params byte[][] rest) =>
    [
        .. Box("ftyp", "isom"u8.ToArray(), U32(0)),
        .. Box("moov", [Full("mvhd", 0, 0, 0, 1000, 0), .. tracks, .. isFragmented ? new[] { Box("mvex") } : []]),
        .. rest.SelectMany(part => part),
    ];

    /// <summary>A sound track with the sample tables given.</summary>
    public static byte[] Track(uint id, params byte[][] tables) => Track(id, [Entry("1190")], tables);

    /// <summary>A sound track with the sample entries and tables given.</summary>
    public static byte[] Track(uint id, byte[][] entries, byte[][] tables) => Box(
        "trak",
        Full("tkhd", 0, [0, 0, id, .. new uint[17]]),
        Box(
            "mdia",
            Full("mdhd", 0, 0, 0, 48000, 0, 0x55C40000),
            Box("hdlr", U32(0), U32(0), "soun"u8.ToArray(), new byte[13]),
            Box("minf", Box("stbl", [Box("stsd", [U32(0), U32((uint)entries.Length), .. entries]), .. tables]))));

    /// <summary>Tables of so many samples of one size, all in one chunk at a position.</summary>
    public static byte[][] Alike(uint count, uint size, uint position) =>
    [
        Full("stts", 0, 1, count, 1024), Full("stsz", 0, size, count), Full("stsc", 0, 1, 1, count, 1), Full("stco", 0, 1, position),
    ];

    /// <summary>Tables of a track whose samples are in fragments.</summary>
    public static byte[][] None() => Alike(0, 0, 0);

    /// <summary>A sample entry that is read as AAC of a configuration of two bytes.</summary>
    public static byte[] Entry(string config)
    {
        var esds = Convert.FromHexString("00000000038080801A0001000480808012401500000000000000000000000580808002" + config);
        return Box("mp4a", new byte[16], [0, 2, 0, 16], new byte[4], U32(48000u << 16), Box("esds", esds));
    }

    /// <summary>One moof whose track fragments have the runs given.</summary>
    public static byte[] Fragment(IEnumerable<byte[]> trafs) => Box("moof", [Full("mfhd", 0, 1), .. trafs]);

    /// <summary>A track fragment with a default size and runs without fields.</summary>
    public static byte[] TrackFragment(uint track, uint size, params uint[] runs) =>
        Box("traf", [Full("tfhd", 0x20010, track, size), .. runs.Select(count => Full("trun", 0, count))]);

    /// <summary>What reading the file costs; the file is read or refused.</summary>
    public static async Task<(long Allocated, TimeSpan Time, string Fault)> ReadAsync(byte[] file)
    {
        var (start, allocated, fault) = (ThreadTime.Now, GC.GetAllocatedBytesForCurrentThread(), "");
        try
        {
            await Mp4Parser.ReadAsync(new MemoryMediaReader(file));
        }
        catch (InvalidMediaException exception)
        {
            fault = exception.Message;
        }

        return (GC.GetAllocatedBytesForCurrentThread() - allocated, ThreadTime.Now - start, fault);
    }
}
