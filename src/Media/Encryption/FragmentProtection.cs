using MediaPlatform.Media.Encryption.Cbcs;
using MediaPlatform.Media.Encryption.Cenc;
using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption;

/// <summary>One fragment under sample encryption: the boxes for its header and the cipher for its media bytes.</summary>
/// <param name="Encryption">Key, IV and scheme of the track.</param>
/// <param name="Track">The stored track.</param>
/// <param name="Samples">Samples of the fragment.</param>
/// <param name="Map">Their subsamples (see <see cref="SubsampleReader"/>); null when they are encrypted as a whole.</param>
public sealed record FragmentProtection(TrackEncryption Encryption, TrackIndex Track, SampleRange Samples, SubsampleMap? Map)
{
    /// <summary>Boxes for <see cref="SegmentOptions.Extension"/>.</summary>
    public TrafExtension Boxes() => new SampleEncryptionBoxes(Encryption, Samples, Map);

    /// <summary>A cipher for the media bytes of the fragment, in their stored order from the first to the last.</summary>
    public SegmentEncryptor CreateEncryptor() => Encryption.Scheme == ProtectionScheme.Cbcs
        ? new CbcsEncryptor(Encryption, Track, Samples, Map)
        : new CencEncryptor(Encryption, Track, Samples, Map);
}
