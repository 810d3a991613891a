using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Cenc;

/// <summary>
/// The boxes that tell a player how each sample of a fragment is encrypted, ISO/IEC 23001-7 7.2 and PIFF 1.1 5.3.2:
/// <code>
/// traf
///   saiz, saio, senc           cenc, cbcs
///   uuid A2394F52-...          piff
/// </code>
/// With a constant IV and whole samples there is nothing to tell and no box at all.
/// </summary>
public sealed class SampleEncryptionBoxes : TrafExtension
{
    private const int UserTypeSize = 16;
    private const int SaioSize = BoxWriter.FullBoxHeaderSize + 8;
    private const int SubsampleSize = 6;
    private const uint HasSubsamples = 2;

    private readonly TrackEncryption _encryption;
    private readonly SampleRange _samples;
    private readonly SubsampleMap? _map;
    private readonly int _ivSize;
    private readonly int _uniformSize;

    /// <param name="encryption">Key id, scheme and IVs.</param>
    /// <param name="samples">Samples of the fragment.</param>
    /// <param name="map">Their subsamples; null when they are encrypted as a whole.</param>
    public SampleEncryptionBoxes(TrackEncryption encryption, SampleRange samples, SubsampleMap? map)
    {
        ArgumentNullException.ThrowIfNull(encryption);
        if (map is not null && map.SampleCount != samples.Count)
        {
            throw new ArgumentException("The map belongs to other samples.", nameof(map));
        }

        _encryption = encryption;
        _samples = samples;
        _map = map;
        _ivSize = encryption.Scheme == ProtectionScheme.Cbcs ? 0 : TrackEncryption.SampleIvSize;
        _uniformSize = UniformSize();
    }

    /// <inheritdoc />
    public override int Size => IsEmpty ? 0 : SencLength + (IsPiff ? 0 : SaizLength + SaioSize);

    private bool IsPiff => _encryption.Scheme == ProtectionScheme.Piff;

    private bool IsEmpty => _ivSize == 0 && _map is null;

    private int SaizLength => BoxWriter.FullBoxHeaderSize + 5 + (_uniformSize == 0 ? _samples.Count : 0);

    private int SencLength => BoxWriter.FullBoxHeaderSize + (IsPiff ? UserTypeSize : 0) + 4
        + (_ivSize * _samples.Count) + (_map is null ? 0 : (2 * _samples.Count) + (SubsampleSize * _map.EntryCount));

    /// <inheritdoc />
    public override void Write(ref BoxWriter writer, int moofStart)
    {
        if (IsEmpty)
        {
            return;
        }

        if (!IsPiff)
        {
            WriteSizes(ref writer);
            writer.FullBoxHeader(FourCC.Saio, SaioSize, 0, 0);
            writer.UInt32(1);
            writer.UInt32((uint)(writer.Position + 4 + BoxWriter.FullBoxHeaderSize + 4 - moofStart));
        }

        WriteSamples(ref writer);
    }

    private void WriteSizes(ref BoxWriter writer)
    {
        writer.FullBoxHeader(FourCC.Saiz, SaizLength, 0, 0);
        writer.UInt8((byte)_uniformSize);
        writer.UInt32((uint)_samples.Count);
        for (var sample = 0; _uniformSize == 0 && sample < _samples.Count; sample++)
        {
            writer.UInt8((byte)SizeOf(sample));
        }
    }

    private void WriteSamples(ref BoxWriter writer)
    {
        var flags = _map is null ? 0 : HasSubsamples;
        if (IsPiff)
        {
            Span<byte> id = stackalloc byte[UserTypeSize];
            SmoothBoxes.SampleEncryption.TryWriteBytes(id, bigEndian: true, out _);
            writer.BoxHeader(FourCC.Uuid, SencLength);
            writer.Bytes(id);
            writer.UInt32(flags);
        }
        else
        {
            writer.FullBoxHeader(FourCC.Senc, SencLength, 0, flags);
        }

        writer.UInt32((uint)_samples.Count);
        for (var sample = 0; sample < _samples.Count; sample++)
        {
            if (_ivSize > 0)
            {
                writer.UInt64(_encryption.SampleIv(_samples.First + sample));
            }

            if (_map is not null)
            {
                WriteSubsamples(ref writer, _map.Of(sample));
            }
        }
    }

    private static void WriteSubsamples(ref BoxWriter writer, scoped ReadOnlySpan<Subsample> subsamples)
    {
        writer.UInt16((ushort)subsamples.Length);
        foreach (var subsample in subsamples)
        {
            writer.UInt16(subsample.Clear);
            writer.UInt32(subsample.Protected);
        }
    }

    private int SizeOf(int sample) => _ivSize + (_map is null ? 0 : 2 + (SubsampleSize * _map.Of(sample).Length));

    /// <summary>The size that all samples share, or zero.</summary>
    private int UniformSize()
    {
        var first = SizeOf(0);
        for (var sample = 1; _map is not null && sample < _samples.Count; sample++)
        {
            if (SizeOf(sample) != first)
            {
                return 0;
            }
        }

        return first;
    }
}
