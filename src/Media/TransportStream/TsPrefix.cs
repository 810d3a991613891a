using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// Bytes that a transport stream wants in front of each stored sample: an access unit delimiter, on key frames the
/// parameter sets, or an ADTS header with the speakers where they have no number. Their size depends on the sample being a key frame only, so that segments are
/// sized without reading media.
/// </summary>
internal sealed class TsPrefix
{
    private static readonly byte[] AvcDelimiter = [0, 0, 0, 1, 0x09, 0xF0];
    private static readonly byte[] HevcDelimiter = [0, 0, 0, 1, 0x46, 0x01, 0x50];

    private readonly byte[] _key;
    private readonly byte[] _other;
    private readonly AdtsHeader? _adts;
    private readonly byte[] _speakers = [];

    public TsPrefix(TrackFormat format)
    {
        _key = _other = [];
        switch (format.Codec)
        {
            case Codec.Avc:
            case Codec.Hevc:
                _other = format.Codec == Codec.Avc ? AvcDelimiter : HevcDelimiter;
                _key = [.. _other, .. ParameterSets(format)];
                break;
            case Codec.Aac when format.Aac is { } aac:
                _adts = new AdtsHeader(aac);
                _speakers = ProgramConfigElement.InFrame(aac, format.AudioSpecificConfig.Span);
                break;
        }
    }

    /// <summary>Largest prefix in bytes.</summary>
    public int MaxSize => Math.Max(Size(true), Size(false));

    public int Size(bool isKey) => _adts is null ? (isKey ? _key : _other).Length : AdtsHeader.Size + _speakers.Length;

    /// <summary>Writes the prefix of one sample and returns its size.</summary>
    public int Write(Span<byte> destination, bool isKey, int sampleSize)
    {
        if (_adts is { } adts)
        {
            adts.Write(destination, sampleSize + _speakers.Length);
            _speakers.CopyTo(destination[AdtsHeader.Size..]);
            return AdtsHeader.Size + _speakers.Length;
        }

        var bytes = isKey ? _key : _other;
        bytes.CopyTo(destination);
        return bytes.Length;
    }

    private static IEnumerable<byte> ParameterSets(TrackFormat format)
    {
        var sets = format.VideoParameterSets.Concat(format.SequenceParameterSets).Concat(format.PictureParameterSets);
        foreach (var set in sets)
        {
            byte[] nal = [0, 0, 0, 1, .. set.Span];
            foreach (var value in nal)
            {
                yield return value;
            }
        }
    }
}
