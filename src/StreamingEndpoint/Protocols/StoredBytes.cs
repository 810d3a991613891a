using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Sources;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>Copies ranges of a blob straight into the response's buffers.</summary>
internal static class StoredBytes
{
    private const int ChunkSize = 64 << 10;

    /// <summary>Writes one range; false when the client has gone.</summary>
    /// <exception cref="EndOfStreamException">The blob ended early: it was replaced or cut while it was served.</exception>
    public static async ValueTask<bool> CopyAsync(SharedReader reader, ByteRange range, PipeWriter output, CancellationToken cancellationToken)
    {
        var (offset, end) = (range.Offset, range.End);
        while (offset < end)
        {
            var size = (int)Math.Min(ChunkSize, end - offset);
            var memory = output.GetMemory(size);
            memory = memory[..(int)Math.Min(memory.Length, Math.Min(ChunkSize, end - offset))];
            var read = await reader.ReadAsync(offset, memory, cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException("The blob ended before its index says so.");
            }

            output.Advance(read);
            offset += read;
            var flushed = await output.FlushAsync(cancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return false;
            }
        }

        return true;
    }
}
