using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.IsoBmff;

/// <summary>The transformation matrix of a track or movie header, ISO/IEC 14496-12 6.2.2: nine numbers, of which four turn and two move the picture.</summary>
internal static class DisplayMatrix
{
    private const int One = 0x00010000;
    private const uint LastOne = 0x40000000;

    /// <summary>Reads the matrix.</summary>
    public static Rotation Read(ref BoxReader reader)
    {
        var (a, b) = (reader.Int32(), reader.Int32());
        reader.Skip(4);
        var (c, d) = (reader.Int32(), reader.Int32());
        reader.Skip(16);
        return (a, b, c, d) switch
        {
            (0, One, -One, 0) => Rotation.Quarter,
            (-One, 0, 0, -One) => Rotation.Half,
            (0, -One, One, 0) => Rotation.ThreeQuarters,
            _ => Rotation.None,
        };
    }

    /// <summary>Writes the matrix that turns a picture and moves it back to the origin.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="rotation">How far.</param>
    /// <param name="width">Of the picture before it is turned, in pixels.</param>
    /// <param name="height">Of the picture before it is turned, in pixels.</param>
    public static void Write(ref BoxWriter writer, Rotation rotation, int width, int height)
    {
        var (a, b, c, d, x, y) = rotation switch
        {
            Rotation.Quarter => (0, One, -One, 0, height, 0),
            Rotation.Half => (-One, 0, 0, -One, width, height),
            Rotation.ThreeQuarters => (0, -One, One, 0, 0, width),
            _ => (One, 0, 0, One, 0, 0),
        };
        writer.Int32(a);
        writer.Int32(b);
        writer.Int32(0);
        writer.Int32(c);
        writer.Int32(d);
        writer.Int32(0);
        writer.Int32(x << 16);
        writer.Int32(y << 16);
        writer.UInt32(LastOne);
    }
}
