using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Cenc;

/// <summary>
/// Encrypts the samples of one fragment in counter mode: each sample starts with its own IV, the counter runs on over its
/// protected bytes without a break (ISO/IEC 23001-7 9.5). Sizes do not change and nothing is held back.
/// </summary>
public sealed class CencEncryptor : SegmentEncryptor
{
    private readonly TrackEncryption _encryption;
    private SampleWalker _walker;
    private CtrCipher _cipher;
    private uint _clear;
    private uint _protected;

    /// <param name="encryption">Key and IV.</param>
    /// <param name="track">The stored track.</param>
    /// <param name="samples">Samples of the fragment.</param>
    /// <param name="map">Their subsamples; null when they are encrypted as a whole.</param>
    public CencEncryptor(TrackEncryption encryption, TrackIndex track, SampleRange samples, SubsampleMap? map)
    {
        _encryption = encryption;
        _walker = new SampleWalker(track, samples, map);
    }

    /// <inheritdoc />
    public override int Held => 0;

    /// <inheritdoc />
    public override long LengthOf(long clearLength) => clearLength;

    /// <inheritdoc />
    public override int Encrypt(Span<byte> buffer) => Encrypt(buffer, buffer);

    /// <inheritdoc />
    public override int Encrypt(ReadOnlySpan<byte> clear, Span<byte> buffer)
    {
        var at = 0;
        var isInPlace = Unsafe.AreSame(in MemoryMarshal.GetReference(clear), in MemoryMarshal.GetReference(buffer));
        while (at < clear.Length && (_clear > 0 || _protected > 0 || Advance()))
        {
            if (_clear > 0)
            {
                var skip = (int)Math.Min(_clear, (uint)(clear.Length - at));
                if (!isInPlace)
                {
                    clear.Slice(at, skip).CopyTo(buffer[at..]);
                }

                _clear -= (uint)skip;
                at += skip;
                continue;
            }

            var count = (int)Math.Min(_protected, (uint)(clear.Length - at));
            _cipher.Transform(clear.Slice(at, count), buffer.Slice(at, count));
            _protected -= (uint)count;
            at += count;
        }

        if (!isInPlace)
        {
            clear[at..].CopyTo(buffer[at..]);
        }

        return clear.Length;
    }

    /// <inheritdoc />
    public override int Finish(Span<byte> buffer) => 0;

    private bool Advance()
    {
        if (!_walker.MoveNext())
        {
            return false;
        }

        if (_walker.StartsSample)
        {
            _cipher = new CtrCipher(_encryption.Key, _encryption.SampleIv(_walker.Number));
        }

        (_clear, _protected) = (_walker.Clear, _walker.Protected);
        return true;
    }
}
