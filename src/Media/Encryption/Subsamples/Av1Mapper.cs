using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Encryption.Subsamples.Av1;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Encryption.Subsamples;

/// <summary>
/// AV1: the whole blocks at the end of each tile, a subsample for each, under both schemes (AV1 in ISO-BMFF 4). All other bytes stay
/// clear: OBU headers, sequence and frame headers, tile sizes, metadata.
/// </summary>
internal sealed class Av1Mapper : SampleMapper
{
    private const int TypeSequence = 1;
    private const int TypeFrameHeader = 3;
    private const int TypeTileGroup = 4;
    private const int TypeFrame = 6;
    private const int TypeRedundantFrameHeader = 7;
    private const int ConfigurationHeader = 4;
    private const int KeptFrames = 8;

    private readonly Av1Reference?[] _kept = new Av1Reference?[KeptFrames];
    private Av1Sequence? _sequence;
    private Av1FrameHeader? _frame;

    public Av1Mapper(TrackFormat format)
    {
        if (format.CodecConfiguration.Length > ConfigurationHeader)
        {
            Map(format.CodecConfiguration.Span[ConfigurationHeader..], []);
        }
    }

    public override void Map(ReadOnlySpan<byte> sample, List<ProtectedSpan> spans)
    {
        var clear = 0;
        for (var at = 0; at < sample.Length;)
        {
            var obu = Av1Obu.Read(sample[at..]);
            var payload = sample.Slice(at + obu.HeaderLength, obu.Length);
            clear += obu.HeaderLength;
            MapObu(obu, payload, ref clear, spans);
            at += obu.HeaderLength + obu.Length;
        }

        if (clear > 0)
        {
            spans.Add(new ProtectedSpan((uint)clear, 0));
        }
    }

    private void MapObu(Av1Obu obu, ReadOnlySpan<byte> payload, ref int clear, List<ProtectedSpan> spans)
    {
        var bits = new BitReader(payload);
        switch (obu.Type)
        {
            case TypeSequence:
                _sequence = Av1Sequence.Parse(ref bits);
                break;
            case TypeFrameHeader or TypeRedundantFrameHeader:
                ReadFrame(ref bits, obu);
                break;
            case TypeFrame:
                ReadFrame(ref bits, obu);
                MapTiles(payload, (bits.Position + 7) / 8, ref clear, spans);
                return;
            case TypeTileGroup:
                MapTiles(payload, 0, ref clear, spans);
                return;
            default:
                break;
        }

        clear += payload.Length;
    }

    private void ReadFrame(ref BitReader bits, Av1Obu obu)
    {
        if (_frame is not null)
        {
            // A copy of the header that was read.
            return;
        }

        var sequence = _sequence ?? throw new InvalidMediaException("An AV1 frame comes before its sequence header");
        _frame = Av1FrameHeader.Read(ref bits, sequence, _kept, obu.Layers);
        if (_frame.Tiles is null)
        {
            Keep(_frame);
        }
    }

    private void MapTiles(ReadOnlySpan<byte> payload, int start, ref int clear, List<ProtectedSpan> spans)
    {
        if (_frame is not { Tiles: { } tiles } frame)
        {
            throw new InvalidMediaException("AV1 tiles come before their frame header");
        }

        var bits = new BitReader(payload[start..]);
        var (first, last) = (0, tiles.Count - 1);
        if (tiles.Count > 1 && bits.Flag())
        {
            (first, last) = ((int)bits.Bits(tiles.NumberBits), (int)bits.Bits(tiles.NumberBits));
        }

        if (first > last || last >= tiles.Count)
        {
            throw new InvalidMediaException("An AV1 tile group has tiles that its frame has not");
        }

        var at = start + ((bits.Position + 7) / 8);
        clear += at;
        for (var tile = first; tile <= last; tile++)
        {
            var length = payload.Length - at;
            if (tile < last)
            {
                length = TileLength(payload[at..], tiles.SizeBytes);
                clear += tiles.SizeBytes;
                at += tiles.SizeBytes;
            }

            AddTile(length, ref clear, spans);
            at += length;
        }

        if (last == tiles.Count - 1)
        {
            Keep(frame);
        }
    }

    private static void AddTile(int length, ref int clear, List<ProtectedSpan> spans)
    {
        clear += length % AesKey.Size;
        if (length >= AesKey.Size)
        {
            spans.Add(new ProtectedSpan((uint)clear, (uint)(length - (length % AesKey.Size))));
            clear = 0;
        }
    }

    /// <summary>The length in front of every tile but the last, little-endian and less by one.</summary>
    private static int TileLength(ReadOnlySpan<byte> data, int sizeBytes)
    {
        if (data.Length < sizeBytes)
        {
            throw new InvalidMediaException("An AV1 tile group ends inside the length of a tile");
        }

        uint length = 0;
        for (var i = sizeBytes - 1; i >= 0; i--)
        {
            length = (length << 8) | data[i];
        }

        return length < (uint)(data.Length - sizeBytes) ? (int)length + 1 : throw new InvalidMediaException("An AV1 tile is longer than its tile group");
    }

    private void Keep(Av1FrameHeader frame)
    {
        var reference = frame.ToReference();
        for (var i = 0; i < KeptFrames; i++)
        {
            _kept[i] = (frame.RefreshFlags & (1 << i)) != 0 ? reference : _kept[i];
        }

        _frame = null;
    }
}
