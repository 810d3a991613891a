using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.Media.Muxing;
using MediaPlatform.StreamingEndpoint.Sources;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>A fragment as moof and mdat: header bytes by arithmetic, then ranges of the stored file.</summary>
internal sealed class Fmp4Segment(FragmentLayout layout, MediaSource source, string contentType, string identity) : Segment
{
    public override long Length => layout.Length;

    public override string ContentType => contentType;

    public override string Identity => identity;

    public override async ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        WriteHeader(output, part);
        // Copied out, since the enumerator cannot live across an await; usually there is one range.
        var position = (long)layout.HeaderLength;
        foreach (var range in Ranges())
        {
            var first = Math.Max(part.Offset, position);
            var end = Math.Min(part.End, position + range.Length);
            if (first < end && !await StoredBytes.CopyAsync(source.Reader, new(range.Offset + first - position, end - first), output, cancellationToken))
            {
                return false;
            }

            position += range.Length;
        }

        var flushed = await output.FlushAsync(cancellationToken);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    private void WriteHeader(PipeWriter output, ByteRange part)
    {
        var length = layout.HeaderLength;
        if (part.Offset >= length)
        {
            return;
        }

        if (part.Offset == 0 && part.Length >= length)
        {
            layout.WriteHeader(output.GetSpan(length));
            output.Advance(length);
            return;
        }

        var header = new byte[length];
        layout.WriteHeader(header);
        var slice = header.AsSpan((int)part.Offset, (int)Math.Min(part.Length, length - part.Offset));
        slice.CopyTo(output.GetSpan(slice.Length));
        output.Advance(slice.Length);
    }

    private List<ByteRange> Ranges()
    {
        var ranges = new List<ByteRange>(1);
        foreach (var range in layout.Ranges)
        {
            ranges.Add(range);
        }

        return ranges;
    }
}
