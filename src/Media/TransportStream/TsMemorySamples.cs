using System.Buffers;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// The samples of one transport stream segment, rewritten in memory because their sizes change. All of them are made before the segment is
/// laid out. Dispose after the segment was written.
/// </summary>
public sealed class TsMemorySamples : IDisposable
{
    private const int MaxBytes = 256 << 20;

    private readonly PooledBytes _bytes;

    private TsMemorySamples(PooledBytes bytes, TsStreamInput input)
    {
        _bytes = bytes;
        Input = input;
    }

    /// <summary>Writes one sample anew; the stored bytes may be changed in place.</summary>
    internal delegate void Rewriter(Span<byte> sample, PooledBytes output);

    /// <summary>The track as it goes into the segment.</summary>
    public TsStreamInput Input { get; }

    /// <summary>Reads all samples of a segment and rewrites each.</summary>
    internal static async ValueTask<TsMemorySamples> ReadAsync(TsStreamInput input, Rewriter rewrite, CancellationToken cancellationToken)
    {
        var (track, samples) = (input.Track, input.Samples);
        var (length, largest) = Measure(track, samples);
        var sizes = new uint[samples.Count];
        // Escaping adds one byte in some thousands, longer lengths a few for each NAL unit.
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

                var start = bytes.Length;
                rewrite(sample.Span, bytes);
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

        return new(bytes, input with { Rewritten = new TsRewrittenSamples(sizes, bytes) });
    }

    /// <summary>The same samples, announced as encrypted.</summary>
    /// <param name="setup">What describes the sound to players that cannot look into it.</param>
    internal TsMemorySamples AsSampleAes(ReadOnlyMemory<byte> setup) =>
        new(_bytes, Input with { Rewritten = Input.Rewritten! with { AudioSetup = setup }, Protection = TsProtection.SampleAes });

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

        return length <= MaxBytes ? ((int)length, (int)largest) : throw new InvalidMediaException("A segment is too large to be rewritten in memory");
    }
}
