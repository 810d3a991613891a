using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using MediaPlatform.Media.IsoBmff;

namespace MediaPlatform.Media.Tracks;

/// <summary>
/// Reads the structure of an MP4, QuickTime, fragmented MP4 or Smooth file (.ismv, .isma): headers of top-level boxes,
/// moov, moof and mfra. Media bytes are never read, and nothing is allocated on the word of a count or size field alone.
/// </summary>
public static class Mp4Parser
{
    private const int WindowSize = 64 << 10;
    private const int HeaderSize = 16;
    private const int MaxKeptBytes = 4 << 20;

    // There is one, at the end (ISO/IEC 14496-12 8.8.9); recordings that were joined have more.
    private const int MaxRandomAccess = 64;

    /// <summary>Reads all tracks of a file.</summary>
    /// <exception cref="InvalidMediaException">The file is damaged, cut, or not of this family.</exception>
    public static async ValueTask<MediaFile> ReadAsync(
        IMediaReader reader, MediaLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using var scan = new Scan(reader, limits ?? MediaLimits.Default);
        await scan.RunAsync(cancellationToken).ConfigureAwait(false);
        return scan.ToMediaFile();
    }

    private sealed class Scan(IMediaReader reader, MediaLimits limits) : IDisposable
    {
        private readonly byte[] _window = new byte[(int)Math.Min(WindowSize, reader.Length)];
        private readonly List<(long Offset, int HeaderSize, long Size)> _randomAccess = [];
        private Dictionary<(uint Track, long Offset), long> _fragmentTimes = [];
        private readonly SampleBudget _budget = new(reader.Length, limits.MaxFileSamples);
        private byte[] _body = [];
        private List<TrackDraft>? _drafts;
        private long _windowOffset;
        private int _windowLength;
        private bool _hasFragments;
        private bool _sawFragment;
        private int _segment;

        public async ValueTask RunAsync(CancellationToken cancellationToken)
        {
            long offset = 0;
            for (var boxes = 0; offset < reader.Length; boxes++)
            {
                if (boxes >= limits.MaxTopLevelBoxes)
                {
                    throw new InvalidMediaException($"File has more than {limits.MaxTopLevelBoxes} boxes", "", offset);
                }

                var header = await WindowAsync(offset, HeaderSize, cancellationToken).ConfigureAwait(false);
                if (header.Length < BoxWriter.BoxHeaderSize)
                {
                    break;
                }

                var (type, headerSize, size) = ReadHeader(header.Span, offset);
                size = Math.Min(size, reader.Length - offset); // a last box that claims more than there is was cut
                if (boxes == 0 && !IsKnown(type))
                {
                    throw new InvalidMediaException("File does not begin like an MP4 file", "", 0);
                }

                await VisitAsync(type, offset, headerSize, size, cancellationToken).ConfigureAwait(false);
                offset += size;
                if (_drafts is not null && !_hasFragments)
                {
                    break;
                }
            }

            await ReadFragmentTimesAsync(cancellationToken).ConfigureAwait(false);
        }

        public MediaFile ToMediaFile()
        {
            if (_drafts is null)
            {
                throw new InvalidMediaException("File has no moov box");
            }

            var tracks = ImmutableArray.CreateBuilder<TrackIndex>(_drafts.Count);
            foreach (var draft in _drafts)
            {
                FragmentRandomAccess.Resolve(draft, _fragmentTimes);
                tracks.Add(TrackIndexBuilder.Build(draft));
            }

            return new MediaFile(reader.Length, _sawFragment, tracks.ToImmutable());
        }

        public void Dispose()
        {
            foreach (var draft in _drafts ?? [])
            {
                draft.Samples.Dispose();
            }

            ReturnBody();
        }

        private async ValueTask VisitAsync(FourCC type, long offset, int headerSize, long size, CancellationToken cancellationToken)
        {
            if (type == FourCC.Moov && _drafts is null)
            {
                var body = await BodyAsync(type, offset, headerSize, size, limits.MaxMovieBytes, cancellationToken).ConfigureAwait(false);
                _drafts = MovieParser.Parse(
                    new BoxReader(type, body.Span, default, offset + headerSize), _budget, limits, out _hasFragments);
            }
            else if (type == FourCC.Moof && _drafts is not null)
            {
                var body = await BodyAsync(type, offset, headerSize, size, limits.MaxFragmentBytes, cancellationToken).ConfigureAwait(false);
                MovieFragmentParser.Parse(new BoxReader(type, body.Span, default, offset + headerSize), offset, _drafts, _budget, _segment);
                _sawFragment = true;
            }
            else if (type == FourCC.Styp && _drafts is not null)
            {
                // From here on segments are delimited, ISO/IEC 14496-12 8.16.2: the movie fragments of a track inside of one are its chunks.
                _segment++;
            }
            else if (type == FourCC.Mfra && _randomAccess.Count < MaxRandomAccess)
            {
                _randomAccess.Add((offset, headerSize, size));
            }
        }

        // When all fragments are known: only those that have no time need one, and most files need none.
        private async ValueTask ReadFragmentTimesAsync(CancellationToken cancellationToken)
        {
            _fragmentTimes = FragmentRandomAccess.Wanted(_drafts ?? []);
            foreach (var (offset, headerSize, size) in _fragmentTimes.Count > 0 ? _randomAccess : [])
            {
                var body = await BodyAsync(FourCC.Mfra, offset, headerSize, size, limits.MaxFragmentBytes, cancellationToken).ConfigureAwait(false);
                FragmentRandomAccess.Parse(new BoxReader(FourCC.Mfra, body.Span, default, offset + headerSize), _fragmentTimes);
            }
        }

        private async ValueTask<ReadOnlyMemory<byte>> BodyAsync(
            FourCC type, long offset, int headerSize, long size, int limit, CancellationToken cancellationToken)
        {
            if (size > limit)
            {
                throw new InvalidMediaException($"Box of {size} bytes is larger than the limit of {limit}", type.ToString(), offset);
            }

            if (size <= _window.Length)
            {
                return (await WindowAsync(offset, (int)size, cancellationToken).ConfigureAwait(false))[headerSize..];
            }

            var body = RentBody((int)size - headerSize);
            var read = await reader.ReadFullyAsync(offset + headerSize, body, cancellationToken).ConfigureAwait(false);
            return read == body.Length ? body : throw new InvalidMediaException("File ended early", type.ToString(), offset + read);
        }

        /// <summary>Room for one body, valid until the next call. What is unusually large is not kept for others.</summary>
        private Memory<byte> RentBody(int length)
        {
            if (length > MaxKeptBytes)
            {
                return GC.AllocateUninitializedArray<byte>(length);
            }

            if (_body.Length < length)
            {
                ReturnBody();
                _body = ArrayPool<byte>.Shared.Rent(length);
            }

            return _body.AsMemory(0, length);
        }

        private void ReturnBody()
        {
            if (_body.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_body);
                _body = [];
            }
        }

        /// <summary>At least <paramref name="count"/> bytes from a position unless the file ends; valid until the next call.</summary>
        private async ValueTask<ReadOnlyMemory<byte>> WindowAsync(long offset, int count, CancellationToken cancellationToken)
        {
            if (offset < _windowOffset || offset + count > _windowOffset + _windowLength)
            {
                (_windowOffset, _windowLength) = (offset, 0);
                // No more than it takes: what a short read leaves out may lie in another blob.
                for (var read = -1; _windowLength < Math.Min(count, _window.Length) && read != 0; _windowLength += read)
                {
                    read = await reader.ReadAsync(offset + _windowLength, _window.AsMemory(_windowLength), cancellationToken).ConfigureAwait(false);
                }
            }

            var start = (int)(offset - _windowOffset);
            return _window.AsMemory(start, Math.Min(count, _windowLength - start));
        }

        private static (FourCC Type, int HeaderSize, long Size) ReadHeader(ReadOnlySpan<byte> header, long offset)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            var type = FourCC.Read(header[4..]);
            var headerSize = BoxWriter.BoxHeaderSize;
            if (size == 1)
            {
                if (header.Length < HeaderSize)
                {
                    throw new InvalidMediaException("Box header is cut", type.ToString(), offset);
                }

                size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), long.MaxValue);
                headerSize = HeaderSize;
            }
            else if (size == 0)
            {
                size = long.MaxValue;
            }

            return size >= headerSize
                ? (type, headerSize, size)
                : throw new InvalidMediaException($"Box declares only {size} bytes", type.ToString(), offset);
        }

        private static bool IsKnown(FourCC type) =>
            type == FourCC.Ftyp || type == FourCC.Styp || type == FourCC.Moov || type == FourCC.Mdat || type == FourCC.Free
            || type == FourCC.Skip || type == FourCC.Wide || type == FourCC.Moof || type == FourCC.Sidx || type == FourCC.Uuid
            || type == FourCC.Pssh || type == FourCC.Prft || type == FourCC.Emsg;
    }
}
