using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;

namespace MediaPlatform.Media.Encryption.SampleAes;

/// <summary>
/// Encrypts samples for transport streams: Apple, MPEG-2 Stream Encryption Format for HTTP Live Streaming, section 2. The IV
/// starts every slice and every audio frame.
/// </summary>
internal sealed class SampleAesCipher(TrackEncryption encryption, TrackFormat format)
{
    private const int MinSlice = 49;
    private const int SliceLead = 32;
    private const int FrameLead = 16;
    private const int Stride = AesKey.Size * (TrackEncryption.CryptBlocks + TrackEncryption.SkipBlocks);
    private CbcCipher _cipher = new(encryption.Key, encryption.Iv.Span);

    /// <summary>Whether there are rules for the codec.</summary>
    public static bool Supports(Codec codec) => codec is Codec.Avc or Codec.Aac or Codec.Ac3 or Codec.Eac3;

    /// <summary>Encrypts a sample in place or, where sizes change, writes it anew.</summary>
    public void Encrypt(Span<byte> sample, PooledBytes output)
    {
        if (format.Codec == Codec.Avc)
        {
            WriteSlices(sample, output);
            return;
        }

        if (format.Codec == Codec.Eac3)
        {
            EncryptFrames(sample);
        }
        else
        {
            EncryptFrame(sample);
        }

        output.Add(sample);
    }

    // Section 2.2.1: of slices, one block in ten from the 33rd byte on, never the last bytes; then the whole unit is escaped once more.
    private void WriteSlices(Span<byte> sample, PooledBytes output)
    {
        for (var hasPicture = false; !sample.IsEmpty;)
        {
            var nal = TsNalLengths.Take(ref sample, format.NalLengthSize);
            if (!hasPicture && !nal.IsEmpty && NalUnits.IsDelimiter(nal[0], Codec.Avc))
            {
                // The segment has its own. Zeros in its place would lengthen the last slice in the eyes of players, and move its last block.
                continue;
            }

            hasPicture |= !nal.IsEmpty && NalUnits.IsPicture(nal[0], Codec.Avc);
            if (nal.Length < MinSlice || (nal[0] & 31) is not (1 or 5))
            {
                TsNalLengths.Add(nal, output);
                continue;
            }

            _cipher.Restart(encryption.Iv.Span);
            _cipher.EncryptPattern(nal[SliceLead..^1], Stride);
            var start = TsNalLengths.Begin(output);
            AddEscaped(nal, output);
            TsNalLengths.End(start, output);
        }
    }

    // Section 2.3.1: 16 bytes stay clear (behind the ADTS header of AAC), then all whole blocks are encrypted.
    private void EncryptFrame(Span<byte> frame)
    {
        if (frame.Length > FrameLead)
        {
            _cipher.Restart(encryption.Iv.Span);
            _cipher.Encrypt(frame[FrameLead..(FrameLead + ((frame.Length - FrameLead) & ~(AesKey.Size - 1)))]);
        }
    }

    // A sample of E-AC-3 holds the frames of all substreams and blocks (ETSI TS 102 366 E.1.2), each encrypted for itself.
    private void EncryptFrames(Span<byte> sample)
    {
        while (!sample.IsEmpty)
        {
            if (sample.Length < 4 || sample[0] != 0x0B || sample[1] != 0x77)
            {
                throw new InvalidMediaException("An E-AC-3 sample does not consist of synchronization frames");
            }

            var size = 2 * ((((sample[2] & 7) << 8) | sample[3]) + 1);
            if (size > sample.Length)
            {
                throw new InvalidMediaException("An E-AC-3 synchronization frame is longer than its sample");
            }

            EncryptFrame(sample[..size]);
            sample = sample[size..];
        }
    }

    /// <summary>Puts emulation prevention bytes in, ITU-T H.264 7.4.1.</summary>
    private static void AddEscaped(ReadOnlySpan<byte> nal, PooledBytes output)
    {
        ReadOnlySpan<byte> prevention = [3];
        while (true)
        {
            var zeros = IndexOfEmulation(nal);
            if (zeros < 0)
            {
                output.Add(nal);
                return;
            }

            output.Add(nal[..(zeros + 2)]);
            output.Add(prevention);
            nal = nal[(zeros + 2)..];
        }
    }

    private static int IndexOfEmulation(ReadOnlySpan<byte> nal)
    {
        ReadOnlySpan<byte> zeros = [0, 0];
        for (var from = 0; ;)
        {
            var at = nal[from..].IndexOf(zeros);
            if (at < 0 || from + at + 2 >= nal.Length)
            {
                return -1;
            }

            if (nal[from + at + 2] <= 3)
            {
                return from + at;
            }

            from += at + 1;
        }
    }
}
