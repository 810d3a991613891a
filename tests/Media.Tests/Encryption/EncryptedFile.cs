using MediaPlatform.Media.Encryption.Subsamples;
using MediaPlatform.Media.IsoBmff;
using MediaPlatform.Media.Muxing;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Encryption;

/// <summary>A fragmented file with what its senc or PIFF boxes say about each sample; an independent reader for tests.</summary>
internal sealed class EncryptedFile
{
    private readonly byte[] _bytes;
    private readonly Dictionary<uint, List<SampleAuxiliary>> _samples = [];

    private EncryptedFile(byte[] bytes, MediaFile file)
    {
        _bytes = bytes;
        File = file;
    }

    /// <summary>IV and subsamples of one sample.</summary>
    public sealed record SampleAuxiliary(byte[] Iv, Subsample[] Subsamples);

    public MediaFile File { get; }

    public IMediaReader Reader => new MemoryMediaReader(_bytes);

    public static async Task<EncryptedFile> ReadAsync(int ivSize, params byte[][] parts)
    {
        var bytes = parts.SelectMany(part => part).ToArray();
        var file = new EncryptedFile(bytes, await Mp4Parser.ReadAsync(new MemoryMediaReader(bytes)));
        file.ReadAuxiliary(ivSize);
        return file;
    }

    public IReadOnlyList<SampleAuxiliary> AuxiliaryOf(uint track) => _samples.TryGetValue(track, out var found) ? found : [];

    public byte[] SampleBytes(TrackIndex track, int sample) =>
        _bytes.AsSpan((int)track.OffsetOf(sample), (int)track.SampleSizes[sample]).ToArray();

    private void ReadAuxiliary(int ivSize)
    {
        var root = new BoxReader("file", _bytes);
        while (root.TryReadChild(out var box))
        {
            while (box.Type == FourCC.Moof && box.TryReadChild(out var traf))
            {
                if (traf.Type == FourCC.Traf) ReadTraf(traf, ivSize);
            }
        }
    }

    private void ReadTraf(BoxReader traf, int ivSize)
    {
        var header = traf.Find(FourCC.Tfhd);
        header.Skip(4);
        var track = header.UInt32();
        while (traf.TryReadChild(out var box))
        {
            if (box.Type == FourCC.Uuid && new Guid(box.Bytes(16), bigEndian: true) == SmoothBoxes.SampleEncryption) ReadSenc(box, ivSize, track);
            else if (box.Type == FourCC.Senc) ReadSenc(box, ivSize, track);
        }
    }

    private void ReadSenc(BoxReader senc, int ivSize, uint track)
    {
        var (_, flags) = senc.VersionAndFlags();
        if (!_samples.TryGetValue(track, out var samples)) _samples[track] = samples = [];
        for (var count = senc.UInt32(); count > 0; count--)
        {
            var iv = senc.Bytes(ivSize).ToArray();
            var subsamples = new Subsample[(flags & 2) != 0 ? senc.UInt16() : 0];
            for (var i = 0; i < subsamples.Length; i++) subsamples[i] = new Subsample(senc.UInt16(), senc.UInt32());
            samples.Add(new SampleAuxiliary(iv, subsamples));
        }
    }
}
