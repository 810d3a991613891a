using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Presentations;

/// <summary>One track as offered: its samples, the bitrate that names it in URLs, and where the common cuts fall in it.</summary>
public sealed class Rendition
{
    private readonly int[] _cuts;

    /// <param name="sourceName">File that holds the samples.</param>
    /// <param name="track">The samples.</param>
    /// <param name="bitrate">Bits per second, unique in the switching set.</param>
    /// <param name="cuts">First sample of each fragment, and the number after the last sample.</param>
    internal Rendition(string sourceName, TrackIndex track, long bitrate, int[] cuts)
    {
        SourceName = sourceName;
        Track = track;
        Bitrate = bitrate;
        _cuts = cuts;
        FragmentCount = cuts.Length - 1;
        while (FragmentCount > 0 && cuts[FragmentCount] == cuts[FragmentCount - 1])
        {
            FragmentCount--;
        }
    }

    /// <summary>File that holds the samples.</summary>
    public string SourceName { get; }

    public TrackIndex Track { get; }

    /// <summary>Bits per second as printed; an identifier in URLs.</summary>
    public long Bitrate { get; }

    public TrackFormat Format => Track.Format;

    /// <summary>Fragments up to the last that holds a sample: fewer than those of the plan when this track ends before the others.</summary>
    public int FragmentCount { get; }

    /// <summary>Samples of a fragment of the plan; empty where this track ended before the others.</summary>
    public SampleRange Samples(int fragment) => new(_cuts[fragment], _cuts[fragment + 1] - _cuts[fragment]);

    /// <summary>The same rendition with its samples described differently (see <see cref="TrackIndex.WithFormat"/>).</summary>
    public Rendition WithTrack(TrackIndex track) => new(SourceName, track, Bitrate, _cuts);

    /// <summary>The same rendition with consecutive fragments of its plan.</summary>
    internal Rendition Slice(int first, int count) => new(SourceName, Track, Bitrate, _cuts[first..(first + count + 1)]);

    /// <summary>The same rendition with the fragments of each group as one.</summary>
    internal Rendition Join(int[] groups) => new(SourceName, Track, Bitrate, [.. groups.Select(first => _cuts[first])]);
}
