using MediaPlatform.Media.Encryption.Aes128;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Turns what may be encrypted into the subsamples of a scheme, ISO/IEC 23001-7 9.5.2 and 9.6.</summary>
internal sealed class SubsampleMapBuilder(ProtectionScheme scheme, int samples)
{
    /// <summary>More entries do not fit the one-byte sizes of saiz: 8 + 2 + 6 * 40 = 250.</summary>
    public const int MaxEntries = 40;

    private readonly List<Subsample> _entries = new(samples * 2);
    private readonly List<int> _ends = new(samples);

    /// <summary>Adds one sample; its spans cover it from first to last byte.</summary>
    public void Add(List<ProtectedSpan> spans)
    {
        var start = _entries.Count;
        AddSpans(spans, smallest: scheme == ProtectionScheme.Cbcs ? 1u : AesKey.Size);
        if (_entries.Count - start > MaxEntries)
        {
            _entries.RemoveRange(start, _entries.Count - start);
            AddSpans(spans, Threshold(spans));
        }

        _ends.Add(_entries.Count);
    }

    public SubsampleMap Build() => new([.. _entries], [.. _ends]);

    private void AddSpans(List<ProtectedSpan> spans, uint smallest)
    {
        ulong clear = 0;
        foreach (var span in spans)
        {
            clear += span.Clear;
            var rest = span.Protected < smallest ? span.Protected : scheme == ProtectionScheme.Cbcs ? 0 : span.Protected % AesKey.Size;
            clear += rest;
            if (rest < span.Protected)
            {
                AddEntry(ref clear, span.Protected - rest);
            }
        }

        if (clear > 0)
        {
            AddEntry(ref clear, 0);
        }
    }

    // Clear lengths have 16 bits: longer ones go on in further entries.
    private void AddEntry(ref ulong clear, uint protectedBytes)
    {
        for (; clear > ushort.MaxValue; clear -= ushort.MaxValue)
        {
            _entries.Add(new Subsample(ushort.MaxValue, 0));
        }

        _entries.Add(new Subsample((ushort)clear, protectedBytes));
        clear = 0;
    }

    /// <summary>With more slices than saiz can describe, only the largest are encrypted; clear runs keep room for their own entries.</summary>
    private static uint Threshold(List<ProtectedSpan> spans)
    {
        var total = spans.Sum(span => (long)span.Clear + span.Protected);
        var room = (int)Math.Max(1, MaxEntries - 1 - (total / ushort.MaxValue));
        var sizes = spans.Select(span => span.Protected).OrderDescending().ToList();
        return sizes.Count > room ? Math.Max(AesKey.Size, sizes[room - 1] + 1) : AesKey.Size;
    }
}
