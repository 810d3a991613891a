namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>
/// AES-128 of a whole segment (RFC 8216 4.3.2.4: CBC, PKCS7 padding) as it streams by in buffers of any length. A buffer
/// starts with the bytes that the last call held back, since CBC takes whole blocks only.
/// </summary>
public struct SegmentCipher(AesKey key, ReadOnlySpan<byte> iv)
{
    private CbcCipher _cipher = new(key, iv);
    private Carry _carry;
    private int _held;

    /// <summary>Bytes held back: the next buffer needs this much room in front of its new bytes.</summary>
    public readonly int Held => _held;

    /// <summary>Length of the encrypted segment; padding adds one to sixteen bytes.</summary>
    public static long LengthOf(long clearLength) => (clearLength / AesKey.Size * AesKey.Size) + AesKey.Size;

    /// <summary>Encrypts the whole blocks of a buffer in place and keeps the rest for the next one.</summary>
    /// <param name="buffer"><see cref="Held"/> bytes of room, then new bytes.</param>
    /// <returns>Number of encrypted bytes from the start of the buffer.</returns>
    public int Encrypt(Span<byte> buffer)
    {
        ((Span<byte>)_carry)[.._held].CopyTo(buffer);
        var ready = buffer.Length & ~(AesKey.Size - 1);
        _held = buffer.Length - ready;
        buffer[ready..].CopyTo(_carry);
        _cipher.Encrypt(buffer[..ready]);
        return ready;
    }

    /// <summary>Writes the padded end of the segment.</summary>
    /// <param name="buffer">At least 16 bytes.</param>
    /// <returns>Always 16.</returns>
    public int Finish(Span<byte> buffer)
    {
        var block = buffer[..AesKey.Size];
        ((Span<byte>)_carry)[.._held].CopyTo(block);
        block[_held..].Fill((byte)(AesKey.Size - _held));
        _held = 0;
        _cipher.Encrypt(block);
        return AesKey.Size;
    }

    [System.Runtime.CompilerServices.InlineArray(AesKey.Size)]
    private struct Carry
    {
        private byte _first;
    }
}
