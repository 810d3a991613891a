using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>Walks over length-prefixed NAL units, ISO/IEC 14496-15 4.3.2.</summary>
internal abstract class NalMapper(int lengthSize) : SampleMapper
{
    public sealed override void Map(ReadOnlySpan<byte> sample, List<ProtectedSpan> spans)
    {
        uint clear = 0;
        var at = 0;
        while (at < sample.Length)
        {
            var length = Length(sample[at..]);
            var nal = sample.Slice(at + lengthSize, length);
            at += lengthSize + length;
            clear += (uint)lengthSize;
            var lead = nal.IsEmpty ? 0 : LeadOf(nal);
            clear += (uint)lead;
            if (lead < length)
            {
                spans.Add(new ProtectedSpan(clear, (uint)(length - lead)));
                clear = 0;
            }
        }

        if (clear > 0)
        {
            spans.Add(new ProtectedSpan(clear, 0));
        }
    }

    /// <summary>Bytes of the NAL unit that stay clear; all of it when it holds no slice.</summary>
    protected abstract int LeadOf(ReadOnlySpan<byte> nal);

    private int Length(ReadOnlySpan<byte> sample)
    {
        if (sample.Length < lengthSize)
        {
            throw new InvalidMediaException("A sample ends inside the length of a NAL unit");
        }

        var length = NalUnits.Length(sample[..lengthSize]);
        return length <= (uint)(sample.Length - lengthSize)
            ? (int)length
            : throw new InvalidMediaException("A NAL unit is longer than its sample");
    }
}
