using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Muxing;

/// <summary>
/// Extra boxes at the end of a traf, for example senc, saiz and saio, or PIFF sample encryption. The size must be known
/// before anything is written.
/// </summary>
public abstract class TrafExtension
{
    /// <summary>Bytes of all boxes.</summary>
    public abstract int Size { get; }

    /// <summary>Writes exactly <see cref="Size"/> bytes.</summary>
    /// <param name="writer">Stands at the place of the first box.</param>
    /// <param name="moofStart">Writer position of the moof box, from which saio offsets count.</param>
    public abstract void Write(ref BoxWriter writer, int moofStart);
}
