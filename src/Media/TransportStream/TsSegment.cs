using System.IO.Pipelines;
using MediaPlatform.Media.Codecs;
using MediaPlatform.Media.Codecs.Aac;
using MediaPlatform.Media.Presentations;
using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.TransportStream;

/// <summary>
/// One MPEG-2 transport stream segment: PAT, PMT, then the PES packets of one or more tracks. Its length is known as
/// soon as it is made; media is read only while it is written. Dispose it after use.
/// <code>
/// using var segment = new TsSegment([new TsStreamInput(track, rendition.Samples(i), reader)], i);
/// response.ContentLength = segment.Length;
/// await segment.WriteAsync(response.BodyWriter, cancellationToken);
/// </code>
/// A key frame of an I-frame playlist is a segment of one sample. Audio muxed beside video is chosen by
/// <see cref="TsMuxedAudio"/>.
/// </summary>
public sealed class TsSegment : IDisposable
{
    /// <summary>90 kHz time of presentation time 0 in every segment of every track: 0.7 s.</summary>
    public const long TimestampOffset = 63_000;

    // Small enough to be in the processor's cache still when it is sent, and to fit in a buffer of 32 KB behind the head of a reply.
    private const int ChunkSize = 31 << 10;

    private readonly TsStreamInput[] _streams;
    private readonly TsPrefix[] _prefixes;
    private readonly TsLayout _layout;
    private readonly int _tableCounter;

    /// <summary>Lays a segment out.</summary>
    /// <param name="streams">Tracks; the first carries the clock, so video goes first.</param>
    /// <param name="segmentIndex">Number of the segment in its playlist; continues the counters of the tables.</param>
    /// <exception cref="PackagingRefusedException">A track cannot be carried in a transport stream.</exception>
    public TsSegment(ReadOnlySpan<TsStreamInput> streams, long segmentIndex)
    {
        if (streams.IsEmpty)
        {
            throw new ArgumentException("A segment has at least one track.", nameof(streams));
        }

        _streams = streams.ToArray();
        _prefixes = new TsPrefix[streams.Length];
        for (var i = 0; i < _streams.Length; i++)
        {
            RequireCarriage(_streams[i]);
            _prefixes[i] = new TsPrefix(_streams[i].Track.Format);
        }

        _layout = new TsLayout(_streams, _prefixes);
        _tableCounter = (int)(segmentIndex & 15);
    }

    /// <summary>Bytes of the whole segment.</summary>
    public long Length => (long)(_layout.Packets + 2) * TransportPacket.Size;

    /// <summary>Lowest presentation time in 90 kHz, offset included.</summary>
    public long FirstPresentation
    {
        get
        {
            var first = long.MaxValue;
            foreach (ref readonly var unit in _layout.Units)
            {
                first = unit.IsClockOnly ? first : Math.Min(first, unit.Pts);
            }

            return first;
        }
    }

    /// <summary>Writes the whole segment; flushes as it goes, which is the back-pressure.</summary>
    /// <returns>False when the receiver has gone.</returns>
    public ValueTask<bool> WriteAsync(PipeWriter output, CancellationToken cancellationToken) =>
        WriteAsync(output, new ByteRange(0, Length), cancellationToken);

    /// <summary>Writes a part of the segment; media in front of the part is read too, since packets depend on it.</summary>
    /// <returns>False when the receiver has gone.</returns>
    public async ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var packetizer = new TsPacketizer(_streams, _prefixes, _layout);
        var position = 0L;
        while (position < part.End && !packetizer.IsDone)
        {
            var memory = output.GetMemory(ChunkSize);
            var filled = position == 0 ? WriteTables(memory.Span) : 0;
            filled += packetizer.Fill(memory.Span[filled..], out var starving);
            while (starving is not null)
            {
                if (!starving.TryPin(memory.Length - filled))
                {
                    packetizer.Unpin();
                    await starving.RefillAsync(memory.Length - filled, cancellationToken).ConfigureAwait(false);
                }

                filled += packetizer.Fill(memory.Span[filled..], out starving);
            }

            packetizer.Unpin();
            var skip = (int)Math.Clamp(part.Offset - position, 0, filled);
            var wanted = (int)Math.Min(filled, part.End - position) - skip;
            if (wanted > 0)
            {
                if (skip > 0)
                {
                    memory.Span.Slice(skip, wanted).CopyTo(memory.Span);
                }

                output.Advance(wanted);
                var flushing = output.FlushAsync(cancellationToken);
                if (!flushing.IsCompleted)
                {
                    packetizer.GiveBack();
                }

                var flush = await flushing.ConfigureAwait(false);
                if (flush.IsCompleted || flush.IsCanceled)
                {
                    return false;
                }
            }

            position += filled;
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _layout.Dispose();

    private int WriteTables(Span<byte> destination)
    {
        ProgramTables.WriteAssociation(destination, _tableCounter);
        ProgramTables.WriteMap(destination[TransportPacket.Size..], _streams, _tableCounter);
        return 2 * TransportPacket.Size;
    }

    private static void RequireCarriage(in TsStreamInput stream)
    {
        var format = stream.Track.Format;
        var isCarried = format.Codec switch
        {
            Codec.Avc or Codec.Hevc or Codec.Mp3 or Codec.Eac3 or Codec.Ac3 or Codec.Dts => true,
            Codec.Aac => format.Aac is { ObjectType: >= 1 and <= 4, ShortFrames: false } aac && HasSpeakers(aac, stream.Protection),
            _ => false,
        };
        if (!isCarried || format.IsEncrypted)
        {
            throw new PackagingRefusedException(
                PackagingRefusal.CodecNotSupported, $"{format.CodecString} of this kind is not carried in transport streams.");
        }
    }

    // The header has three bits for them; other layouts stand in each frame, where the clear bytes of sample encryption would not be found.
    private static bool HasSpeakers(AudioSpecificConfig aac, TsProtection protection) =>
        aac.ChannelConfiguration is >= 1 and <= 7 || (aac is { ChannelConfiguration: 0, ProgramConfig: not null } && protection != TsProtection.SampleAes);
}
