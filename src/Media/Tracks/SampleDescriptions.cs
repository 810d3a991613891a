using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// The sample entries of a track, ISO/IEC 14496-12 8.5.2, of which samples name one by its number. What is packaged has one only: tracks
/// whose samples need several, such as recordings joined without a new encoding, would be decoded by the wrong one.
/// </summary>
internal sealed class SampleDescriptions
{
    private const int MaxEntryBytes = 1 << 20;
    private const int MaxEntries = 64;

    private readonly List<byte[]> _entries = [];
    private int _used = -1;

    private SampleDescriptions()
    {
    }

    /// <summary>A single entry.</summary>
    public SampleDescriptions(byte[] entry) => _entries.Add(entry);

    /// <summary>The entry that the samples use; the first of them when they use several.</summary>
    public ReadOnlyMemory<byte> Entry => _entries[Math.Max(0, _used)];

    /// <summary>Number of another entry that samples need; 0 when there is none.</summary>
    public int Other { get; private set; }

    public static SampleDescriptions Parse(BoxReader stsd)
    {
        stsd.VersionAndFlags();
        var count = stsd.UInt32();
        if (count == 0 || stsd.Remaining < BoxWriter.BoxHeaderSize)
        {
            throw stsd.Error("Sample description is empty");
        }

        var descriptions = new SampleDescriptions();
        while (descriptions._entries.Count < Math.Min(count, MaxEntries) && stsd.Remaining >= BoxWriter.BoxHeaderSize)
        {
            descriptions.Read(ref stsd);
        }

        return descriptions;
    }

    /// <summary>Samples name an entry, counted from 1; numbers that there are not mean the first.</summary>
    public void Use(uint number)
    {
        var wanted = number >= 1 && number <= (uint)_entries.Count ? (int)number - 1 : 0;
        if (_used < 0)
        {
            _used = wanted;
        }
        else if (wanted != _used && !_entries[wanted].AsSpan().SequenceEqual(_entries[_used]))
        {
            Other = wanted + 1;
        }
    }

    /// <exception cref="InvalidMediaException">The samples need several entries.</exception>
    public void RequireOne()
    {
        if (Other > 0)
        {
            throw new InvalidMediaException($"Samples of one track need different sample descriptions ({_used + 1} and {Other})", "moov/trak/mdia/minf/stbl/stsd");
        }
    }

    private void Read(ref BoxReader stsd)
    {
        var start = stsd.Position;
        stsd.TryReadChild(out _);
        var length = stsd.Position - start;
        _entries.Add(length <= MaxEntryBytes
            ? stsd.Body.Slice(start, length).ToArray()
            : throw stsd.Error($"Sample entry of {length} bytes is too large"));
    }
}
