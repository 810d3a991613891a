using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>H.264: slice data of NAL units 1 and 5, and of data partitions after their headers.</summary>
internal sealed class AvcMapper : NalMapper
{
    private readonly Dictionary<uint, AvcSequence> _sequences = [];
    private readonly Dictionary<uint, AvcPicture> _pictures = [];

    public AvcMapper(TrackFormat format)
        : base(format.NalLengthSize)
    {
        foreach (var set in format.SequenceParameterSets.Concat(format.PictureParameterSets))
        {
            Learn(set.Span);
        }
    }

    protected override int LeadOf(ReadOnlySpan<byte> nal)
    {
        switch (nal[0] & 31)
        {
            case 1 or 5:
                var header = nal[0];
                return ClearLead.Of(nal, (ref BitReader bits) =>
                {
                    bits.Skip(8);
                    return AvcSliceHeader.TrySkip(ref bits, header, _sequences, _pictures);
                });
            case 2 or 3 or 4:
                return ClearLead.Of(nal, (ref BitReader _) => false);
            case 7 or 8:
                Learn(nal);
                return nal.Length;
            default:
                return nal.Length;
        }
    }

    private void Learn(ReadOnlySpan<byte> set)
    {
        Span<byte> raw = stackalloc byte[ClearLead.Window];
        raw = raw[..NalUnits.Unescape(set, raw)];
        var bits = new BitReader(raw);
        try
        {
            bits.Skip(3);
            if (bits.Bits(5) == 7)
            {
                var sequence = AvcSequence.Parse(ref bits);
                _sequences[sequence.Id] = sequence;
            }
            else
            {
                var picture = AvcPicture.Parse(ref bits);
                _pictures[picture.Id] = picture;
            }
        }
        catch (InvalidMediaException)
        {
            // Slices that need the set get a lead of fixed length.
            return;
        }
    }
}
