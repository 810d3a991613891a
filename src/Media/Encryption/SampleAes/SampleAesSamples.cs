using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;
using MediaPlatform.Media.TransportStream;

namespace MediaPlatform.Media.Encryption.SampleAes;

/// <summary>
/// Encrypts the samples of a transport stream segment. Escaping lengthens slices by an amount that only their encrypted bytes tell, so all of
/// them are made before the segment is laid out.
/// </summary>
public static class SampleAesSamples
{
    // The frame header that describes AC-3 and E-AC-3 to players.
    private const int SetupSize = 10;

    /// <summary>Whether samples of the track can be encrypted in a transport stream.</summary>
    public static bool Supports(TrackFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return SampleAesCipher.Supports(format.Codec);
    }

    /// <summary>Reads and encrypts the samples of a segment.</summary>
    /// <exception cref="InvalidMediaException">A sample is not what its track says.</exception>
    /// <exception cref="PackagingRefusedException">The samples cannot be carried so.</exception>
    public static async ValueTask<TsMemorySamples> ReadAsync(TsStreamInput input, TrackEncryption encryption, CancellationToken cancellationToken)
    {
        var format = input.Track.Format;
        var cipher = new SampleAesCipher(encryption, format);
        var wantsFrame = format.Codec is Codec.Ac3 or Codec.Eac3;
        var setup = wantsFrame && input.Samples.Count == 0 && input.Track.SampleCount > 0
            ? await ReadSetupAsync(input, cancellationToken).ConfigureAwait(false)
            : format.AudioSpecificConfig;
        var encrypted = await TsMemorySamples.ReadAsync(input, Encrypt, cancellationToken).ConfigureAwait(false);
        return encrypted.AsSampleAes(setup);

        void Encrypt(Span<byte> sample, PooledBytes output)
        {
            if (wantsFrame)
            {
                setup = sample[..Math.Min(SetupSize, sample.Length)].ToArray();
                wantsFrame = false;
            }

            cipher.Encrypt(sample, output);
        }
    }

    /// <summary>What describes the sound in a segment that has no frame of it: the first one of the track.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> ReadSetupAsync(TsStreamInput input, CancellationToken cancellationToken)
    {
        var setup = new byte[Math.Min(SetupSize, input.Track.SampleSizes[0])];
        var length = await input.Reader.ReadFullyAsync(input.Track.OffsetOf(0), setup, cancellationToken).ConfigureAwait(false);
        return setup.AsMemory(0, length);
    }
}
