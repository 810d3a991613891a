using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Cbcs;

/// <summary>
/// Encrypts the samples of one fragment in chaining mode: the constant IV starts every subsample; of video one block in ten
/// is encrypted, of sound every whole block; a part of less than a block stays clear (ISO/IEC 23001-7 9.6, 10.4). Sizes do not change.
/// </summary>
public sealed class CbcsEncryptor : SegmentEncryptor
{
    private readonly TrackEncryption _encryption;
    private readonly int _stride;
    private readonly byte[] _carry = new byte[AesKey.Size];
    private SampleWalker _walker;
    private CbcCipher _cipher;
    private int _held;
    private uint _clear;
    private uint _protected;
    private int _pattern;

    /// <param name="encryption">Key and IV.</param>
    /// <param name="track">The stored track.</param>
    /// <param name="samples">Samples of the fragment.</param>
    /// <param name="map">Their subsamples; null when they are encrypted as a whole.</param>
    public CbcsEncryptor(TrackEncryption encryption, TrackIndex track, SampleRange samples, SubsampleMap? map)
    {
        ArgumentNullException.ThrowIfNull(encryption);
        ArgumentNullException.ThrowIfNull(track);
        _encryption = encryption;
        _stride = StrideOf(track.Format.Kind);
        _walker = new SampleWalker(track, samples, map);
        _cipher = new CbcCipher(encryption.Key, encryption.Iv.Span);
    }

    /// <inheritdoc />
    public override int Held => _held;

    /// <inheritdoc />
    public override long LengthOf(long clearLength) => clearLength;

    /// <inheritdoc />
    public override int Encrypt(Span<byte> buffer)
    {
        _carry.AsSpan(0, _held).CopyTo(buffer);
        _held = 0;
        var at = 0;
        while (at < buffer.Length && (_clear > 0 || _protected > 0 || Advance()))
        {
            var step = _clear > 0 ? SkipClear(buffer.Length - at) : _pattern > 0 ? SkipPattern(buffer.Length - at) : EncryptBlocks(buffer[at..]);
            at += step;
            if (step == 0)
            {
                _held = buffer.Length - at;
                buffer[at..].CopyTo(_carry);
                return at;
            }
        }

        return buffer.Length;
    }

    /// <summary>Gives back what the end of a cut fragment left waiting for a whole block.</summary>
    public override int Finish(Span<byte> buffer)
    {
        var count = _held;
        _carry.AsSpan(0, count).CopyTo(buffer);
        _held = 0;
        return count;
    }

    /// <summary>Distance of encrypted blocks in bytes.</summary>
    internal static int StrideOf(TrackKind kind) =>
        kind == TrackKind.Video ? AesKey.Size * (TrackEncryption.CryptBlocks + TrackEncryption.SkipBlocks) : AesKey.Size;

    private bool Advance()
    {
        if (!_walker.MoveNext())
        {
            return false;
        }

        _cipher.Restart(_encryption.Iv.Span);
        (_clear, _protected, _pattern) = (_walker.Clear, _walker.Protected, 0);
        return true;
    }

    private int SkipClear(int available)
    {
        var count = (int)Math.Min(_clear, (uint)available);
        _clear -= (uint)count;
        return count;
    }

    private int SkipPattern(int available)
    {
        var count = (int)Math.Min(_protected, (uint)Math.Min(_stride - _pattern, available));
        _protected -= (uint)count;
        _pattern = (_pattern + count) % _stride;
        return count;
    }

    /// <summary>Encrypts as many whole blocks as there are; zero when the next block is not complete yet.</summary>
    private int EncryptBlocks(Span<byte> data)
    {
        var count = (int)Math.Min(_protected, (uint)data.Length);
        var started = count % _stride;
        if (started is > 0 and < AesKey.Size && _protected - (uint)(count - started) >= AesKey.Size)
        {
            count -= started;
        }

        _cipher.EncryptPattern(data[..count], _stride);
        _protected -= (uint)count;
        _pattern = count % _stride;
        return count;
    }
}
