using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>Samples of one track that go into a transport stream segment, and the file that holds them.</summary>
public readonly record struct TsStreamInput(TrackIndex Track, SampleRange Samples, IMediaReader Reader)
{
    /// <summary>Samples to use instead of the stored bytes, or null.</summary>
    public TsRewrittenSamples? Rewritten { get; init; }

    /// <summary>Language to announce instead of that of the track.</summary>
    public string? Language { get; init; }

    /// <summary>Encryption that the program map announces.</summary>
    public TsProtection Protection { get; init; }

    /// <summary>Size of a sample by its number in the track, as it goes into the segment.</summary>
    internal uint SizeOf(int sample) =>
        Rewritten is null ? Track.SampleSizes[sample] : Rewritten.Sizes.Span[sample - Samples.First];
}
