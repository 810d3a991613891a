using System.Runtime.CompilerServices;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Decode times of samples that are asked for in rising order: the run of the last one is where the next is looked for. Any other
/// order is right as well, and slower.
/// </summary>
internal ref struct SampleTimes(TrackIndex track)
{
    private readonly ReadOnlySpan<uint> _starts = track.RunStarts;
    private readonly ReadOnlySpan<uint> _deltas = track.RunDeltas;
    private readonly ReadOnlySpan<uint> _durations = track.Durations;
    private readonly int _count = track.SampleCount;
    private readonly long _end = track.End.Ticks;
    private int _run;

    /// <summary>Decode time of a sample in ticks of the track; that of the end for the number after the last.</summary>
    // Optimised from its first call, like all that a viewer waits for when an asset is opened.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long StartOf(int sample)
    {
        if (sample >= _count)
        {
            return _end;
        }

        Enter(sample);
        return Ticks(sample);
    }

    /// <summary>Decode time after a sample by its own duration, in ticks of the track.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long EndOf(int sample)
    {
        Enter(sample);
        return Ticks(sample) + (_durations.IsEmpty ? _deltas[_run] : _durations[sample]);
    }

    private readonly long Ticks(int sample)
    {
        var first = (int)_starts[_run];
        return track.RunTicks(_run) + (_durations.IsEmpty ? (long)_deltas[_run] * (sample - first) : TrackIndex.Sum(_durations[first..sample]));
    }

    private void Enter(int sample)
    {
        if (sample < (int)_starts[_run])
        {
            _run = track.RunOf(sample);
            return;
        }

        while (_run + 1 < _starts.Length && (int)_starts[_run + 1] <= sample)
        {
            _run++;
        }
    }
}
