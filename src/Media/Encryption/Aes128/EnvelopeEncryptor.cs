namespace MediaPlatform.Media.Encryption.Aes128;

/// <summary>AES-128 of a whole segment, RFC 8216 4.3.2.4: CBC with PKCS7 padding, started anew for every segment.</summary>
public sealed class EnvelopeEncryptor(AesKey key, ReadOnlySpan<byte> iv) : SegmentEncryptor
{
    private readonly byte[] _carry = new byte[AesKey.Size];
    private CbcCipher _cipher = new(key, iv);
    private int _held;

    /// <summary>The chain, for those who run several together (see <see cref="CbcLanes"/>).</summary>
    public CbcCipher Chain
    {
        get => _cipher;
        set => _cipher = value;
    }

    /// <inheritdoc />
    public override int Held => _held;

    /// <summary>Padding adds one to sixteen bytes.</summary>
    public override long LengthOf(long clearLength) => PaddedLength(clearLength);

    /// <summary>Length of an encrypted segment.</summary>
    public static long PaddedLength(long clearLength) => (clearLength / AesKey.Size * AesKey.Size) + AesKey.Size;

    /// <inheritdoc />
    public override int Encrypt(Span<byte> buffer)
    {
        var ready = Gather(buffer);
        _cipher.Encrypt(buffer[..ready]);
        return ready;
    }

    /// <summary>Puts what was held back in front of new bytes and holds back what is no whole block; the rest is for <see cref="Chain"/>.</summary>
    /// <param name="buffer">As for <see cref="Encrypt"/>.</param>
    /// <returns>Bytes of whole blocks.</returns>
    public int Gather(Span<byte> buffer)
    {
        _carry.AsSpan(0, _held).CopyTo(buffer);
        var ready = buffer.Length & ~(AesKey.Size - 1);
        _held = buffer.Length - ready;
        buffer[ready..].CopyTo(_carry);
        return ready;
    }

    /// <inheritdoc />
    public override int Finish(Span<byte> buffer)
    {
        var block = buffer[..AesKey.Size];
        _carry.AsSpan(0, _held).CopyTo(block);
        block[_held..].Fill((byte)(AesKey.Size - _held));
        _held = 0;
        _cipher.Encrypt(block);
        return AesKey.Size;
    }
}
