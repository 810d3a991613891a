using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>
/// Finds which bytes of a sample may be encrypted: slice or tile data of pictures, everything else stays clear. A mapper remembers
/// parameter sets and headers between the samples of one fragment; it serves one fragment and one thread.
/// </summary>
internal abstract class SampleMapper
{
    /// <summary>Adds the spans of one sample in order; together they cover it.</summary>
    /// <exception cref="InvalidMediaException">The sample is not what its track says.</exception>
    public abstract void Map(ReadOnlySpan<byte> sample, List<ProtectedSpan> spans);

    /// <summary>The mapper of a track; null when samples are encrypted as a whole (sound).</summary>
    /// <exception cref="InvalidMediaException">There are no rules for the codec.</exception>
    public static SampleMapper? For(TrackFormat format) => format.Codec switch
    {
        Codec.Avc => new AvcMapper(format),
        Codec.Hevc => new HevcMapper(format),
        Codec.Av1 => new Av1Mapper(format),
        _ when format.Kind == TrackKind.Audio => null,
        _ => throw new InvalidMediaException($"No rules are known to encrypt {format.SampleEntryType} samples"),
    };

    /// <summary>True when samples of the track can be encrypted at all.</summary>
    public static bool Supports(TrackFormat format) => format.Kind == TrackKind.Audio || format.Codec is Codec.Avc or Codec.Hevc or Codec.Av1;
}
