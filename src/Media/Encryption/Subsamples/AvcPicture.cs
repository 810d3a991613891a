using MediaPlatform.Media.Codecs;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>What slice headers depend on in an H.264 picture parameter set, ITU-T H.264 7.3.2.2.</summary>
internal sealed record AvcPicture(
    uint Id,
    uint SequenceId,
    bool EntropyCodingMode,
    bool FrameHasBottomOrder,
    uint References0,
    uint References1,
    bool WeightedPrediction,
    uint WeightedBiprediction,
    bool HasDeblockingControl,
    bool HasRedundantPictures)
{
    /// <param name="bits">Stands after the NAL header.</param>
    /// <exception cref="InvalidMediaException">Also for slice groups, whose slice headers are not read.</exception>
    public static AvcPicture Parse(ref BitReader bits)
    {
        var (id, sequence) = (bits.Ue(), bits.Ue());
        var (entropy, bottomOrder) = (bits.Flag(), bits.Flag());
        if (bits.Ue() != 0)
        {
            throw new InvalidMediaException("H.264 slice groups are not read");
        }

        var (references0, references1) = (bits.Ue() + 1, bits.Ue() + 1);
        var (weighted, biweighted) = (bits.Flag(), bits.Bits(2));
        bits.Se();
        bits.Se();
        bits.Se();
        var deblocking = bits.Flag();
        bits.Skip(1);
        return new AvcPicture(id, sequence, entropy, bottomOrder, references0, references1, weighted, biweighted, deblocking, bits.Flag());
    }
}
