namespace MediaPlatform.Media.Encryption;

/// <summary>
/// Encrypts the bytes of one segment in place as they stream by, in buffers of any length. Block ciphers may hold back up to
/// fifteen bytes until the block is whole; they come out at the start of the next buffer.
/// </summary>
public abstract class SegmentEncryptor
{
    /// <summary>Bytes that the last buffer of <see cref="Finish"/> must have room for.</summary>
    public const int FinishRoom = 16;

    /// <summary>Bytes held back: the next buffer needs this much room in front of its new bytes.</summary>
    public abstract int Held { get; }

    /// <summary>Length of the encrypted bytes for a length of clear bytes.</summary>
    public abstract long LengthOf(long clearLength);

    /// <summary>Encrypts a buffer in place.</summary>
    /// <param name="buffer"><see cref="Held"/> bytes of room, then the next bytes of the segment.</param>
    /// <returns>Number of bytes from the start of the buffer that are done; the rest was held back.</returns>
    public abstract int Encrypt(Span<byte> buffer);

    /// <summary>Encrypts bytes into a buffer.</summary>
    /// <param name="clear">The next bytes of the segment.</param>
    /// <param name="buffer">Room for <see cref="Held"/> bytes and as many more.</param>
    /// <returns>As of <see cref="Encrypt(Span{byte})"/>.</returns>
    public virtual int Encrypt(ReadOnlySpan<byte> clear, Span<byte> buffer)
    {
        var end = Held + clear.Length;
        clear.CopyTo(buffer[Held..]);
        return Encrypt(buffer[..end]);
    }

    /// <summary>Writes what remains after the last byte of the segment.</summary>
    /// <param name="buffer">Room for <see cref="FinishRoom"/> bytes.</param>
    /// <returns>Number of bytes written.</returns>
    public abstract int Finish(Span<byte> buffer);
}
