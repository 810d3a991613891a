using System.IO.Pipelines;
using MediaPlatform.Media;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>A small segment that is in memory: init segments, text.</summary>
internal sealed class MemorySegment(byte[] bytes, string contentType, string identity) : Segment
{
    public override long Length => bytes.Length;

    public override string ContentType => contentType;

    public override string Identity => identity;

    public override async ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        var flushed = await output.WriteAsync(bytes.AsMemory((int)part.Offset, (int)part.Length), cancellationToken);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }
}
