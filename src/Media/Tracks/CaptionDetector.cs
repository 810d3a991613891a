using System.Buffers;
using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Sees whether video carries CEA-608 or CEA-708 captions, so that manifests can announce them. Reads the starts of a
/// few samples once; the result is kept in the index and its sidecar.
/// <code>file = await CaptionDetector.AnnounceAsync(await Mp4Parser.ReadAsync(reader), reader, cancellationToken);</code>
/// </summary>
public static class CaptionDetector
{
    /// <summary>Encoders that write caption data write it with every picture.</summary>
    private const int Samples = 8;

    /// <summary>The messages stand in front of the picture.</summary>
    private const int BytesPerSample = 4096;

    /// <summary>The same file with <see cref="TrackFormat.Captions"/> filled in.</summary>
    public static ValueTask<MediaFile> AnnounceAsync(MediaFile file, IMediaReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(reader);
        return file.WithTracksAsync(async track =>
        {
            var services = await DetectAsync(track, reader, cancellationToken).ConfigureAwait(false);
            return services == CaptionServices.None ? track : track.WithTraits(track.Block.Traits with { Captions = services });
        });
    }

    /// <summary>The caption services inside one track; none when it is not H.264 or HEVC, or encrypted.</summary>
    public static async ValueTask<CaptionServices> DetectAsync(TrackIndex track, IMediaReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(reader);
        var format = track.Format;
        if (format.Codec is not (Codec.Avc or Codec.Hevc) || format.IsEncrypted || format.NalLengthSize == 0)
        {
            return CaptionServices.None;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BytesPerSample);
        try
        {
            var found = CaptionServices.None;
            for (var sample = 0; sample < Math.Min(Samples, track.SampleCount); sample++)
            {
                var bytes = buffer.AsMemory(0, (int)Math.Min(track.SampleSizes[sample], BytesPerSample));
                var read = await reader.ReadFullyAsync(track.OffsetOf(sample), bytes, cancellationToken).ConfigureAwait(false);
                found |= CaptionMessage.In(bytes.Span[..read], format.Codec, format.NalLengthSize);
            }

            return found;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
