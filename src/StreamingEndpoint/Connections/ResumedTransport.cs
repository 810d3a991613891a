using System.Buffers;
using System.IO.Pipelines;

namespace MediaPlatform.StreamingEndpoint.Connections;

/// <summary>A connection of which the first bytes were read already: they come again, then everything that follows them.</summary>
internal sealed class ResumedTransport : IDuplexPipe
{
    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: 64 << 10, resumeWriterThreshold: 32 << 10, useSynchronizationContext: false));

    public ResumedTransport(IDuplexPipe transport, ReadOnlySpan<byte> first)
    {
        first.CopyTo(_input.Writer.GetSpan(first.Length));
        _input.Writer.Advance(first.Length);
        Output = transport.Output;
        _ = PumpAsync(transport.Input, _input.Writer);
    }

    public PipeReader Input => _input.Reader;

    public PipeWriter Output { get; }

    private static async Task PumpAsync(PipeReader source, PipeWriter target)
    {
        Exception? failure = null;
        try
        {
            var flushed = await target.FlushAsync();
            while (!flushed.IsCompleted)
            {
                var read = await source.ReadAsync();
                foreach (var segment in read.Buffer)
                {
                    target.Write(segment.Span);
                }

                source.AdvanceTo(read.Buffer.End);
                flushed = await target.FlushAsync();
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception exception)
        {
            // Resets and aborts; whoever reads is told.
            failure = exception;
        }

        await target.CompleteAsync(failure);
        await source.CompleteAsync();
    }
}
