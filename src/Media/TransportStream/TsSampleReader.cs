using System.Buffers;
using System.Buffers.Binary;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// Delivers the payload of PES packets of one track: header, prefixes, and stored samples read through a small window, or where they
/// lie in memory. Lengths in front of NAL units become start codes. A delimiter that the source has in front of its picture is left out
/// and as many zero bytes follow the sample instead (trailing_zero_8bits, ITU-T H.264 B.1.1), so that sizes hold; one between two fields stays.
/// </summary>
internal sealed class TsSampleReader : IDisposable
{
    private const int WindowSize = 128 << 10;

    /// <summary>Least that is read at a time for a slow receiver: room for what has to be seen as a whole, and not a call for every few bytes.</summary>
    private const int LeastRead = 4 << 10;
    private const int NalLength = TsNalLengths.Size;

    /// <summary>A delimiter has one byte of payload; anything longer than this is no delimiter that could be left out.</summary>
    private const int MaxDelimiter = 64;

    private readonly TsStreamInput _input;
    private readonly TsPrefix _prefix;
    private readonly IMediaReader _reader;
    private readonly bool _hasNalUnits;
    private readonly byte _streamId;
    private readonly List<ByteRange> _extents = [];
    private byte[] _window = [];
    private MemoryHandle _pin;
    private bool _readsAhead = true;
    private byte[] _head;
    private int _windowStart;
    private int _windowEnd;
    private int _extent;
    private long _extentRead;
    private int _headStart;
    private int _headEnd;
    private int _nextSample;
    private int _samplesLeft;
    private int _sampleLeft;
    private bool _hasPicture;
    private int _nalLeft;
    private int _zeros;

    public TsSampleReader(TsStreamInput input, TsPrefix prefix)
    {
        _input = input;
        _prefix = prefix;
        var format = input.Track.Format;
        _hasNalUnits = format.Codec is Codec.Avc or Codec.Hevc;
        _streamId = format.Kind == TrackKind.Video ? (byte)0xE0 : format.Codec is Codec.Aac or Codec.Mp3 ? (byte)0xC0 : (byte)0xBD;
        _reader = input.Rewritten?.Reader ?? input.Reader;
        if (input.Rewritten is { } rewritten)
        {
            _extents.Add(new ByteRange(0, TrackIndex.Sum(rewritten.Sizes.Span)));
        }
        else
        {
            foreach (var range in input.Track.Ranges(input.Samples))
            {
                _extents.Add(range);
            }
        }

        _head = ArrayPool<byte>.Shared.Rent(PesHeader.MaxSize + prefix.MaxSize);
    }

    /// <summary>Prepares the header and first prefix of a PES packet.</summary>
    public void Begin(in TsUnit unit)
    {
        PesHeader.Write(_head, _streamId, _streamId == 0xE0 ? -1 : unit.Payload, unit);
        _headStart = 0;
        _headEnd = unit.PesHeaderSize;
        _nextSample = unit.FirstSample;
        _samplesLeft = unit.SampleCount;
        NextSample(unit.IsKey);
    }

    /// <summary>Copies payload; less than asked means that <see cref="RefillAsync"/> is needed.</summary>
    public int Take(Span<byte> destination)
    {
        var taken = 0;
        while (taken < destination.Length)
        {
            var source = _headStart < _headEnd ? _head.AsSpan(_headStart, _headEnd - _headStart) : Media();
            if (source.IsEmpty)
            {
                if (_headStart < _headEnd)
                {
                    continue;
                }

                if (_sampleLeft > 0)
                {
                    break;
                }

                if (_zeros > 0)
                {
                    var zeros = Math.Min(_zeros, destination.Length - taken);
                    destination.Slice(taken, zeros).Clear();
                    _zeros -= zeros;
                    taken += zeros;
                }
                else
                {
                    NextSample(isKey: true);
                }

                continue;
            }

            var count = Math.Min(source.Length, destination.Length - taken);
            source[..count].CopyTo(destination[taken..]);
            taken += count;
            if (_headStart < _headEnd)
            {
                _headStart += count;
            }
            else
            {
                Advance(count);
            }
        }

        return taken;
    }

    /// <summary>Media bytes that can be copied right now without looking at anything else.</summary>
    public ReadOnlySpan<byte> Contiguous() => _headStart < _headEnd ? default : Media();

    /// <summary>Steps over bytes of <see cref="Contiguous"/>.</summary>
    public void Advance(int count)
    {
        _windowStart += count;
        _sampleLeft -= count;
        _nalLeft -= count;
    }

    /// <summary>Looks at stored bytes where they lie in memory, if they do; then nothing may be waited for until <see cref="Unpin"/>.</summary>
    /// <param name="wanted">How many bytes are about to be taken.</param>
    public bool TryPin(int wanted)
    {
        var left = _windowEnd - _windowStart;
        if (_extent >= _extents.Count || _extentRead < left)
        {
            return false;
        }

        var range = _extents[_extent];
        var most = (int)Math.Min(Math.Max(wanted, LeastRead), range.Length - _extentRead + left);
        var pin = _reader.Pin(range.Offset + _extentRead - left, most, out var count);
        if (count <= left)
        {
            pin.Dispose();
            return false;
        }

        _pin.Dispose();
        _pin = pin;
        (_windowStart, _windowEnd) = (0, count);
        Pass(count - left);
        return true;
    }

    /// <summary>Lets go of what <see cref="TryPin"/> looked at; what was not taken of it comes again.</summary>
    public unsafe void Unpin()
    {
        if (_pin.Pointer is null)
        {
            return;
        }

        Return(_windowEnd - _windowStart);
        (_windowStart, _windowEnd) = (0, 0);
        _pin.Dispose();
        _pin = default;
    }

    /// <summary>Reads more stored bytes into the window. Nothing may be pinned.</summary>
    /// <param name="wanted">How many bytes are about to be taken.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask RefillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (_extent >= _extents.Count)
        {
            throw new InvalidMediaException("Stored samples end before the segment does");
        }

        var range = _extents[_extent];
        var room = _readsAhead ? WindowSize - (_windowEnd - _windowStart) : Math.Max(wanted, LeastRead);
        var count = (int)Math.Min(room, range.Length - _extentRead);
        MakeRoom(count);
        var read = await _reader.ReadAsync(range.Offset + _extentRead, _window.AsMemory(_windowEnd, count), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new InvalidMediaException("Stored file ended early", "", range.Offset + _extentRead);
        }

        _windowEnd += read;
        Pass(read);
    }

    /// <summary>
    /// Keeps next to nothing while the receiver is waited for. It is slower than the storage, so what was read ahead is read again, and
    /// from here on no more is read than it is about to take: thousands of slow receivers would hold a window each.
    /// </summary>
    public void GiveBack()
    {
        _readsAhead = false;
        var kept = Math.Min(_windowEnd - _windowStart, LeastRead);
        Return(_windowEnd - _windowStart - kept);
        _windowEnd = _windowStart + kept;

        if (_window.Length > 2 * LeastRead)
        {
            Replace(kept);
        }
    }

    public void Dispose()
    {
        _pin.Dispose();
        _pin = default;
        var head = _head;
        _head = [];
        (_windowStart, _windowEnd) = (0, 0);
        Replace(0);
        if (head.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private unsafe ReadOnlySpan<byte> Window => _pin.Pointer is null
        ? _window.AsSpan(_windowStart, _windowEnd - _windowStart)
        : new((byte*)_pin.Pointer + _windowStart, _windowEnd - _windowStart);

    private void Pass(int count)
    {
        _extentRead += count;
        if (_extentRead == _extents[_extent].Length)
        {
            _extent++;
            _extentRead = 0;
        }
    }

    private void Return(int count)
    {
        _extentRead -= count;
        while (_extentRead < 0)
        {
            _extentRead += _extents[--_extent].Length;
        }
    }

    /// <summary>Moves what is unread to the front of a window that has room for more behind it.</summary>
    private void MakeRoom(int more)
    {
        var kept = _windowEnd - _windowStart;
        if (_window.Length < kept + more)
        {
            Replace(kept + more);
            return;
        }

        _window.AsSpan(_windowStart, kept).CopyTo(_window);
        (_windowStart, _windowEnd) = (0, kept);
    }

    private void Replace(int size)
    {
        var window = size == 0 ? [] : ArrayPool<byte>.Shared.Rent(size);
        var kept = _windowEnd - _windowStart;
        _window.AsSpan(_windowStart, kept).CopyTo(window);
        (_windowStart, _windowEnd) = (0, kept);
        if (_window.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_window);
        }

        _window = window;
    }

    private void NextSample(bool isKey)
    {
        if (_samplesLeft == 0)
        {
            throw new InvalidMediaException("A PES packet is longer than its samples");
        }

        _samplesLeft--;
        var size = _sampleLeft = (int)_input.SizeOf(_nextSample++);
        (_nalLeft, _hasPicture) = (0, false);
        if (_headStart == _headEnd)
        {
            _headStart = _headEnd = 0;
        }

        _headEnd += _prefix.Write(_head.AsSpan(_headEnd), isKey, size);
    }

    private ReadOnlySpan<byte> Media()
    {
        if (_hasNalUnits && _nalLeft == 0 && _sampleLeft > 0)
        {
            BeginNalUnit();
            return default;
        }

        var window = Window;
        return window[..Math.Min(window.Length, _hasNalUnits ? _nalLeft : _sampleLeft)];
    }

    /// <summary>Puts a start code into the head for the length in front of the next NAL unit, when that is in the window.</summary>
    private void BeginNalUnit()
    {
        while (_sampleLeft > 0)
        {
            var at = Window;
            if (at.Length < Math.Min(NalLength + 1, _sampleLeft))
            {
                return;
            }

            if (_sampleLeft < NalLength)
            {
                throw Refused(PackagingRefusal.InvalidNalUnitSize, "ends inside the length of a NAL unit");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(at);
            if (length > (uint)(_sampleLeft - NalLength))
            {
                throw Refused(PackagingRefusal.InvalidNalUnitSize, $"holds a NAL unit of {length} bytes where {_sampleLeft - NalLength} are left");
            }

            if (length > 0 && !_hasPicture && IsDelimiter(at[NalLength]))
            {
                if (length > MaxDelimiter)
                {
                    throw Refused(PackagingRefusal.InvalidNalUnit, $"has an access unit delimiter of {length} bytes");
                }

                if (at.Length < NalLength + (int)length)
                {
                    return;
                }

                _windowStart += NalLength + (int)length;
                _sampleLeft -= NalLength + (int)length;
                _zeros += NalLength + (int)length;
                continue;
            }

            _hasPicture |= length > 0 && NalUnits.IsPicture(at[NalLength], _input.Track.Format.Codec);
            BinaryPrimitives.WriteUInt32BigEndian(_head, 1);
            (_headStart, _headEnd) = (0, NalLength);
            _windowStart += NalLength;
            _sampleLeft -= NalLength;
            _nalLeft = (int)length;
            return;
        }
    }

    private bool IsDelimiter(byte header) => NalUnits.IsDelimiter(header, _input.Track.Format.Codec);

    private PackagingRefusedException Refused(PackagingRefusal reason, string fault) =>
        new(reason, $"Sample {_nextSample - 1} of track {_input.Track.TrackId} {fault}.");
}
