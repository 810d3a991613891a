using System.Buffers;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Reads the samples of a fragment to find what of them is encrypted.</summary>
public static class SubsampleReader
{
    private const int MaxSampleBytes = 64 << 20;

    /// <summary>True when samples of the track can be encrypted at all.</summary>
    public static bool Supports(TrackFormat format) => SampleMapper.Supports(format);

    /// <summary>True when samples are encrypted from first to last byte, so that there is nothing to read.</summary>
    public static bool IsWhole(TrackFormat format) => format.Kind == TrackKind.Audio;

    /// <summary>Maps consecutive samples; null when they are encrypted as a whole.</summary>
    /// <param name="reader">The stored file.</param>
    /// <param name="track">The track.</param>
    /// <param name="samples">Samples of one fragment, from a sync sample on.</param>
    /// <param name="scheme">How they will be encrypted.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidMediaException">A sample is not what its track says, or no rules are known for the codec.</exception>
    public static async ValueTask<SubsampleMap?> ReadAsync(
        IMediaReader reader, TrackIndex track, SampleRange samples, ProtectionScheme scheme, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(track);
        if (SampleMapper.For(track.Format) is not { } mapper)
        {
            return null;
        }

        var builder = new SubsampleMapBuilder(scheme, samples.Count);
        var spans = new List<ProtectedSpan>();
        var buffer = ArrayPool<byte>.Shared.Rent(LargestOf(track, samples));
        try
        {
            for (var number = samples.First; number < samples.End; number++)
            {
                var sample = buffer.AsMemory(0, (int)track.SampleSizes[number]);
                if (await reader.ReadFullyAsync(track.OffsetOf(number), sample, cancellationToken).ConfigureAwait(false) < sample.Length)
                {
                    throw new InvalidMediaException("A sample lies behind the end of the file");
                }

                spans.Clear();
                mapper.Map(sample.Span, spans);
                builder.Add(spans);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return builder.Build();
    }

    private static int LargestOf(TrackIndex track, SampleRange samples)
    {
        uint largest = 0;
        foreach (var size in track.SampleSizes.Slice(samples.First, samples.Count))
        {
            largest = Math.Max(largest, size);
        }

        return largest <= MaxSampleBytes ? (int)largest : throw new InvalidMediaException("A sample is too large");
    }
}
