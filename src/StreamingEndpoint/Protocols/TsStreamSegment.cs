using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.Media.TransportStream;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>A transport stream segment of one or two tracks.</summary>
/// <param name="segment">The segment as it is laid out.</param>
/// <param name="identity">Text that tells it from every other.</param>
/// <param name="rewritten">Samples of it that lie in memory.</param>
internal sealed class TsStreamSegment(TsSegment segment, string identity, IEnumerable<TsMemorySamples> rewritten) : Segment
{
    public override long Length => segment.Length;

    public override string ContentType => "video/mp2t";

    public override string Identity => identity;

    public override bool IsMade => true;

    public override ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken) =>
        segment.WriteAsync(output, part, cancellationToken);

    public override ValueTask ReleaseAsync()
    {
        segment.Dispose();
        foreach (var samples in rewritten)
        {
            samples.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
