using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Sources;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>A whole file as it is stored.</summary>
internal sealed class StoredFile(SharedReader reader, string contentType) : Segment
{
    public override long Length => reader.Length;

    public override string ContentType => contentType;

    public override string Identity { get; } = reader.ETag.Trim('"');

    public override ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken) =>
        StoredBytes.CopyAsync(reader, part, output, cancellationToken);

    public override ValueTask ReleaseAsync() => reader.ReleaseAsync();
}
