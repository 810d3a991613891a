using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Sources;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>Copies ranges of a blob straight into the response's buffers.</summary>
internal static class StoredBytes
{
    // Small enough to be in the processor's cache still when it is sent, and to fit in a buffer of 32 KB behind the head of a reply.
    private const int ChunkSize = 31 << 10;

    // Below this a copy costs less than the system's bookkeeping of pages.
    private const int MinSent = 16 << 10;

    // What is made sure to be in memory, and of the version that was opened, at a time, before the system sends it.
    private const int MaxSent = 1 << 20;

    // After so many milliseconds, which pass when a client is waited for, it is made sure again.
    private const long TrustedFor = 10;

    /// <summary>Writes one range; false when the client has gone.</summary>
    /// <exception cref="EndOfStreamException">The blob ended early: it was replaced or cut while it was served.</exception>
    public static ValueTask<bool> CopyAsync(SharedReader reader, ByteRange range, PipeWriter output, CancellationToken cancellationToken) =>
        range.Length >= MinSent && output is IFileSink sink && reader.File is { } file
            ? SendAsync(reader, file, range, output, sink, cancellationToken)
            : ReadAsync(reader, range, output, cancellationToken);

    private static async ValueTask<bool> SendAsync(
        SharedReader reader, SafeFileHandle file, ByteRange range, PipeWriter output, IFileSink sink, CancellationToken cancellationToken)
    {
        var (checkedTo, checkedAt, isFlushed) = (range.Offset, 0L, false);
        for (var offset = range.Offset; offset < range.End;)
        {
            var now = Environment.TickCount64;
            if (offset == checkedTo || now - checkedAt >= TrustedFor)
            {
                checkedTo = Math.Min(offset + MaxSent, range.End);
                await reader.WarmAsync(offset, checkedTo - offset, cancellationToken);
                checkedAt = now;
            }

            // The head is not sent before the first bytes are there: until then an error can take its place.
            if (!isFlushed && (await output.FlushAsync(cancellationToken)).IsCompleted)
            {
                return false;
            }

            isFlushed = true;

            var sent = sink.TrySendFile(file, offset, checkedTo - offset);
            if (sent < 0 || (sent == 0 && !await sink.WaitForRoomAsync()))
            {
                return false;
            }

            offset += sent;
        }

        return true;
    }

    private static async ValueTask<bool> ReadAsync(SharedReader reader, ByteRange range, PipeWriter output, CancellationToken cancellationToken)
    {
        var (offset, end) = (range.Offset, range.End);
        while (offset < end)
        {
            // The head of a fragment that still waits shares the buffer, which a slow client would otherwise hold at twice the size.
            var waiting = output.CanGetUnflushedBytes ? (int)Math.Min(output.UnflushedBytes, ChunkSize / 2) : 0;
            var most = (int)Math.Min(ChunkSize - waiting, end - offset);
            var count = CopyInPlace(reader, offset, most, output);
            if (count == 0)
            {
                count = await reader.ReadAsync(offset, output.GetMemory(most)[..most], cancellationToken);
                output.Advance(count > 0 ? count : throw Ended());
            }

            offset += count;
            var flushed = await output.FlushAsync(cancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes bytes that need not be read, since they lie in memory; none when they do not.</summary>
    private static unsafe int CopyInPlace(SharedReader reader, long offset, int most, PipeWriter output)
    {
        using var pin = reader.Pin(offset, most, out var count);
        if (count > 0)
        {
            var bytes = new ReadOnlySpan<byte>(pin.Pointer, count);
            if (output is EncryptingWriter encrypting)
            {
                encrypting.Encrypt(bytes);
            }
            else
            {
                bytes.CopyTo(output.GetSpan(count));
                output.Advance(count);
            }
        }

        return count;
    }

    private static EndOfStreamException Ended() => new("The blob ended before its index says so.");
}
