using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>HEVC: slice data of NAL units 0 to 31.</summary>
internal sealed class HevcMapper : NalMapper
{
    private const int HeaderBits = 16;
    private const int TypeSequence = 33;
    private const int TypePicture = 34;

    private readonly Dictionary<uint, HevcSequence> _sequences = [];
    private readonly Dictionary<uint, HevcPicture> _pictures = [];

    public HevcMapper(TrackFormat format)
        : base(format.NalLengthSize)
    {
        foreach (var set in format.SequenceParameterSets.Concat(format.PictureParameterSets))
        {
            Learn(set.Span);
        }
    }

    protected override int LeadOf(ReadOnlySpan<byte> nal)
    {
        var type = (nal[0] >> 1) & 63;
        if (type < 32)
        {
            return ClearLead.Of(nal, (ref BitReader bits) =>
            {
                bits.Skip(HeaderBits);
                return HevcSliceHeader.TrySkip(ref bits, type, _sequences, _pictures);
            });
        }

        if (type is TypeSequence or TypePicture)
        {
            Learn(nal);
        }

        return nal.Length;
    }

    private void Learn(ReadOnlySpan<byte> set)
    {
        Span<byte> raw = stackalloc byte[2 * ClearLead.Window];
        raw = raw[..NalUnits.Unescape(set, raw)];
        var bits = new BitReader(raw);
        try
        {
            bits.Skip(1);
            var type = (int)bits.Bits(6);
            bits.Skip(9);
            if (type == TypeSequence)
            {
                var sequence = HevcSequence.Parse(ref bits);
                _sequences[sequence.Id] = sequence;
            }
            else
            {
                var picture = HevcPicture.Parse(ref bits);
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
