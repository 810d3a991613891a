using System.Buffers;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;

namespace MediaPlatform.Media.Encryption.SampleAes;

/// <summary>
/// The encrypted samples of one transport stream segment. Escaping lengthens slices by an amount that only their encrypted
/// bytes tell, so all of them are made before the segment is laid out. Dispose after the segment was written.
/// </summary>
public sealed class SampleAesSamples : IDisposable
{
    private const int MaxBytes = 256 << 20;

    // The frame header that describes AC-3 and E-AC-3 to players.
    private const int SetupSize = 10;

    private readonly PooledBytes _bytes;

    private SampleAesSamples(PooledBytes bytes, TsStreamInput input)
    {
        _bytes = bytes;
        Input = input;
    }

    /// <summary>The track as it goes into the segment.</summary>
    public TsStreamInput Input { get; }

    /// <summary>Whether samples of the track can be encrypted in a transport stream.</summary>
    public static bool Supports(TrackFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return SampleAesCipher.Supports(format.Codec);
    }

    /// <summary>Reads and encrypts the samples of a segment.</summary>
    /// <exception cref="InvalidMediaException">A sample is not what its track says.</exception>
    /// <exception cref="PackagingRefusedException">The samples cannot be carried so.</exception>
    public static async ValueTask<SampleAesSamples> ReadAsync(TsStreamInput input, TrackEncryption encryption, CancellationToken cancellationToken)
    {
        var (track, samples) = (input.Track, input.Samples);
        var (length, largest) = Measure(track, samples);
        if (track.Format.Codec == Codec.Avc && track.Format.NalLengthSize != 4)
        {
            throw new PackagingRefusedException(PackagingRefusal.InvalidNalUnitLengthField, "NAL units must have a length field of four bytes.");
        }

        var (cipher, sizes, setup) = (new SampleAesCipher(encryption, track.Format.Codec), new uint[samples.Count], track.Format.AudioSpecificConfig);
        // Escaping adds one byte in some thousands.
        var bytes = new PooledBytes(length + (length >> 8) + 64);
        var buffer = ArrayPool<byte>.Shared.Rent(largest);
        try
        {
            for (var i = 0; i < samples.Count; i++)
            {
                var sample = buffer.AsMemory(0, (int)track.SampleSizes[samples.First + i]);
                if (await input.Reader.ReadFullyAsync(track.OffsetOf(samples.First + i), sample, cancellationToken).ConfigureAwait(false) < sample.Length)
                {
                    throw new InvalidMediaException("A sample lies behind the end of the file");
                }

                if (i == 0 && track.Format.Codec is Codec.Ac3 or Codec.Eac3)
                {
                    setup = sample.Span[..Math.Min(SetupSize, sample.Length)].ToArray();
                }

                var start = bytes.Length;
                cipher.Encrypt(sample.Span, bytes);
                sizes[i] = (uint)(bytes.Length - start);
            }
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new(bytes, input with { Rewritten = new TsRewrittenSamples(sizes, bytes) { AudioSetup = setup }, Protection = TsProtection.SampleAes });
    }

    /// <inheritdoc />
    public void Dispose() => _bytes.Dispose();

    private static (int Length, int Largest) Measure(TrackIndex track, SampleRange samples)
    {
        var (length, largest) = (0L, 0u);
        foreach (var size in track.SampleSizes.Slice(samples.First, samples.Count))
        {
            length += size;
            largest = Math.Max(largest, size);
        }

        return length <= MaxBytes ? ((int)length, (int)largest) : throw new InvalidMediaException("A segment is too large to be encrypted by samples");
    }
}
