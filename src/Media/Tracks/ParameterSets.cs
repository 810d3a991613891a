using System.Buffers.Binary;
using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Parameter sets that stand in the samples only (<c>avc3</c>, <c>hev1</c>, ISO/IEC 14496-15 5.3.2). Manifests and codec strings need them, so those
/// of the first key frame are read once; the result is kept in the index and its sidecar.
/// </summary>
public static class ParameterSets
{
    /// <summary>The sets stand in front of the picture.</summary>
    private const int MaxBytes = 16 << 10;

    private const int MaxSets = 64;
    private const int LengthSize = 2;

    /// <summary>The same file with the parameter sets of its formats filled in.</summary>
    public static ValueTask<MediaFile> LearnAsync(MediaFile file, IMediaReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(reader);
        return file.WithTracksAsync(track =>
            Lacks(track.Format) && track.SampleCount > 0 ? LearnAsync(track, reader, cancellationToken) : new(track));
    }

    /// <summary>Takes apart what <see cref="TrackTraits.ParameterSets"/> holds.</summary>
    internal static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> sets)
    {
        var units = new List<ReadOnlyMemory<byte>>();
        while (sets.Length > LengthSize && BinaryPrimitives.ReadUInt16BigEndian(sets.Span) is > 0 and var length && length <= sets.Length - LengthSize)
        {
            units.Add(sets.Slice(LengthSize, length));
            sets = sets[(LengthSize + length)..];
        }

        return units;
    }

    private static bool Lacks(TrackFormat format) =>
        format.Codec is Codec.Avc or Codec.Hevc && !format.IsEncrypted && format.NalLengthSize > 0
        && (format.SequenceParameterSets.IsEmpty || format.PictureParameterSets.IsEmpty);

    private static async ValueTask<TrackIndex> LearnAsync(TrackIndex track, IMediaReader reader, CancellationToken cancellationToken)
    {
        var key = track.SyncSamples.IsEmpty ? 0 : (int)track.SyncSamples[0];
        var sample = new byte[Math.Min(track.SampleSizes[key], MaxBytes)];
        var read = await reader.ReadFullyAsync(track.OffsetOf(key), sample, cancellationToken).ConfigureAwait(false);
        var sets = InFront(sample.AsSpan(0, read), track.Format);
        try
        {
            return sets.Length == 0 ? track : track.WithTraits(track.Block.Traits with { ParameterSets = sets });
        }
        catch (InvalidMediaException)
        {
            return track; // players get the sets with the pictures; only manifests go without what they say
        }
    }

    /// <summary>The parameter sets in front of the first slice.</summary>
    private static byte[] InFront(ReadOnlySpan<byte> sample, TrackFormat format)
    {
        var (size, sets, count) = (format.NalLengthSize, new MemoryStream(), 0);
        Span<byte> field = stackalloc byte[LengthSize];
        while (sample.Length > size && count < MaxSets)
        {
            var length = NalUnits.Length(sample[..size]);
            if (length > sample.Length - size || (length > 0 && NalUnits.IsPicture(sample[size], format.Codec)))
            {
                break;
            }

            if (length > 0 && NalUnits.IsParameterSet(sample[size], format.Codec))
            {
                BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)length); // no longer than what was read
                sets.Write(field);
                sets.Write(sample.Slice(size, (int)length));
                count++;
            }

            sample = sample[(size + (int)length)..];
        }

        return sets.ToArray();
    }
}
