using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// How many samples the tracks of one file may declare together. A few bytes can claim millions of samples of one size, and
/// many tracks or runs can claim the same bytes over and over: memory for them is only spent within this.
/// </summary>
internal sealed class SampleBudget(long fileLength, int mostSamples)
{
    // Alternative tracks may point at the same bytes, but not without end.
    private const int MaxSharing = 4;

    // Empty samples that no table lists, for example a day of empty fragments of one second.
    private const int MaxWithoutBytes = 1 << 17;

    private long _samples = mostSamples;
    private long _bytes = Math.Min(fileLength, long.MaxValue / MaxSharing) * MaxSharing;
    private long _withoutBytes = MaxWithoutBytes;

    /// <summary>Length of the file; no sample may end after it.</summary>
    public long FileLength => fileLength;

    /// <summary>Takes samples that have a table entry each.</summary>
    /// <exception cref="InvalidMediaException">The file has too many.</exception>
    public void Take(BoxReader table, long count)
    {
        _samples -= count;
        if (_samples < 0)
        {
            throw table.Error($"The tracks of the file have more than {mostSamples} samples");
        }
    }

    /// <summary>Takes samples of one size that no table lists one by one.</summary>
    /// <exception cref="InvalidMediaException">They cannot all lie in the file, or the file has too many.</exception>
    public void TakeAlike(BoxReader table, long count, uint size)
    {
        _bytes -= Math.Min(count, int.MaxValue) * size;
        _withoutBytes -= size == 0 ? count : 0;
        if (_bytes < 0 || _withoutBytes < 0)
        {
            throw table.Error($"{count} samples of {size} bytes do not fit in the file");
        }

        Take(table, count);
    }
}
