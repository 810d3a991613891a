using System.Buffers.Binary;
using MediaPlatform.Media;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.TestKit;

/// <summary>Rewrites MP4 files so that the length in front of each NAL unit has fewer bytes (ISO/IEC 14496-15 4.3.2), which no encoder here does.</summary>
public static class NalLengthFile
{
    private const int UsualSize = 4;

    /// <param name="file">As ffmpeg writes it: one mdat, then moov, four bytes in front of each NAL unit.</param>
    /// <param name="size">Bytes of the new lengths.</param>
    public static async Task<byte[]> ShortenAsync(byte[] file, int size)
    {
        var tracks = (await Mp4Parser.ReadAsync(new MemoryMediaReader(file))).Tracks;
        var video = tracks.Single(track => track.Format.Kind == TrackKind.Video);
        var moov = file.AsSpan().LastIndexOf("moov"u8) - 4;
        var (media, removed, sizes) = Media(file.AsMemory(0, moov), video, size);
        var mdat = file.AsSpan().IndexOf("mdat"u8) - 4;
        BinaryPrimitives.WriteInt32BigEndian(media.AsSpan(mdat), media.Length - mdat);
        byte[] shortened = [.. media, .. file.AsSpan(moov)];
        var movie = shortened.AsSpan(media.Length);
        MoveChunks(movie, removed);
        var table = Find(movie, "stsz"u8, tracks.IndexOf(video));
        for (var i = 0; i < sizes.Count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(table[(12 + (4 * i))..], sizes[i]);
        }

        var record = movie.IndexOf("avcC"u8) is var avc and >= 0 ? avc + 4 + 4 : movie.IndexOf("hvcC"u8) + 4 + 21;
        movie[record] = (byte)((movie[record] & 0xFC) | (size - 1));
        return shortened;
    }

    private static (byte[] Media, List<(long From, int Bytes)> Removed, List<uint> Sizes) Media(ReadOnlyMemory<byte> file, TrackIndex video, int size)
    {
        using var media = new MemoryStream();
        var (at, total, removed, sizes) = (0, 0, new List<(long, int)>(), new List<uint>());
        for (var number = 0; number < video.SampleCount; number++)
        {
            var offset = (int)video.OffsetOf(number);
            var (end, units) = (offset + (int)video.SampleSizes[number], 0);
            media.Write(file.Span[at..offset]);
            for (at = offset; at < end; units++)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(file.Span[at..]);
                if (length >= 1L << (8 * size))
                {
                    throw new ArgumentException($"A NAL unit of {length} bytes has no length of {size}.", nameof(file));
                }

                media.Write(file.Span[(at + UsualSize - size)..(at + UsualSize + length)]);
                at += UsualSize + length;
            }

            total += units * (UsualSize - size);
            removed.Add((end, total));
            sizes.Add(video.SampleSizes[number] - (uint)(units * (UsualSize - size)));
        }

        media.Write(file.Span[at..]);
        return (media.ToArray(), removed, sizes);
    }

    private static void MoveChunks(Span<byte> movie, List<(long From, int Bytes)> removed)
    {
        for (var track = 0; ; track++)
        {
            var table = Find(movie, "stco"u8, track);
            if (table.IsEmpty)
            {
                return;
            }

            for (var i = 0; i < BinaryPrimitives.ReadInt32BigEndian(table[4..]); i++)
            {
                var entry = table[(8 + (4 * i))..];
                var offset = BinaryPrimitives.ReadUInt32BigEndian(entry);
                var before = removed.LastOrDefault(cut => cut.From <= offset).Bytes;
                BinaryPrimitives.WriteUInt32BigEndian(entry, offset - (uint)before);
            }
        }
    }

    /// <summary>What is behind the type of the box that comes after so many others of it; empty when there are fewer.</summary>
    private static Span<byte> Find(Span<byte> movie, ReadOnlySpan<byte> type, int skipped)
    {
        for (var left = skipped; ; left--)
        {
            var at = movie.IndexOf(type);
            if (at < 0)
            {
                return default;
            }

            movie = movie[(at + 4)..];
            if (left == 0)
            {
                return movie;
            }
        }
    }
}
