using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Connections;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Sources;

namespace MediaPlatform.StreamingEndpoint.Sharing;

/// <summary>The segment of one request and what keeps its files open. Where it pays, its whole body is made together with that of other requests for it.</summary>
/// <param name="runs">What is made now.</param>
/// <param name="key">What is asked for.</param>
/// <param name="segment">The segment as this request would make it.</param>
/// <param name="lease">Keeps open what it is made from; is let go of with it.</param>
internal sealed class SharedSegment(SegmentRuns runs, RunKey key, Segment segment, SourceLease lease) : Segment, IThreadPoolWorkItem
{
    // What is sent by one call; the next begins where the client is waited for.
    private const int MostAtOnce = 128 << 10;

    private SegmentRun? _run;
    private bool _isHandedOn;

    public override long Length => segment.Length;

    public override string ContentType => segment.ContentType;

    public override string Identity => segment.Identity;

    public override ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken) =>
        part.Length == segment.Length && runs.Shares(segment)
            ? WriteSharedAsync(output, part, cancellationToken)
            : segment.WriteAsync(output, part, cancellationToken);

    public override ValueTask ReleaseAsync() => _isHandedOn ? ValueTask.CompletedTask : ReleaseOwnAsync();

    private async ValueTask<bool> WriteSharedAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        _run = runs.Enter(key, segment.Length, out var begins);
        try
        {
            if (begins)
            {
                _isHandedOn = true;
                _ = _run!.MakeAsync(segment, ReleaseOwnAsync);
            }

            return _run is null ? await segment.WriteAsync(output, part, cancellationToken) : await CopyAsync(_run, output, cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        _run?.Leave();
        runs.Leave(key);
    }

    // Requests that came while this one was answered wait for this event loop, and are at the same time too.
    private void Leave()
    {
        if (EventLoop.Current is { } loop)
        {
            loop.Defer(this);
        }
        else
        {
            ((IThreadPoolWorkItem)this).Execute();
        }
    }

    private static async ValueTask<bool> CopyAsync(SegmentRun run, PipeWriter output, CancellationToken cancellationToken)
    {
        var reader = new RunReader();
        var (block, offset) = (0, 0);
        while (true)
        {
            var bytes = run.Ready(ref block, ref offset);
            if (bytes.IsEmpty)
            {
                if (!await run.WaitAsync(reader, block, offset))
                {
                    return true;
                }

                continue;
            }

            bytes = bytes[..Math.Min(bytes.Length, MostAtOnce)];
            var flushed = await output.WriteAsync(bytes, cancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return false;
            }

            offset += bytes.Length;
        }
    }

    private async ValueTask ReleaseOwnAsync()
    {
        await segment.ReleaseAsync();
        await lease.DisposeAsync();
    }
}
