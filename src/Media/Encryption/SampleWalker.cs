using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption;

/// <summary>Walks over the clear and protected parts of consecutive samples without allocating.</summary>
internal struct SampleWalker(TrackIndex track, SampleRange samples, SubsampleMap? map)
{
    private int _sample = -1;
    private int _entry;

    /// <summary>Clear bytes of the current part.</summary>
    public uint Clear { get; private set; }

    /// <summary>Protected bytes after them.</summary>
    public uint Protected { get; private set; }

    /// <summary>Number of the current sample in the stored track.</summary>
    public readonly int Number => samples.First + _sample;

    /// <summary>The current part is the first of its sample.</summary>
    public readonly bool StartsSample => map is null || _entry == 1;

    /// <summary>Moves to the next part; false after the last.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (map is not null && _sample >= 0)
            {
                var entries = map.Of(_sample);
                if (_entry < entries.Length)
                {
                    (Clear, Protected) = (entries[_entry].Clear, entries[_entry].Protected);
                    _entry++;
                    return true;
                }
            }

            if (++_sample >= samples.Count)
            {
                return false;
            }

            _entry = 0;
            if (map is null)
            {
                (Clear, Protected) = (0, track.SampleSizes[Number]);
                if (Protected > 0)
                {
                    return true;
                }
            }
        }
    }
}
