using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.Media.Encryption;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.Media.Muxing;
using MediaPlatform.StreamingEndpoint.Sources;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>A fragment as moof and mdat: header bytes by arithmetic, then ranges of the stored file, encrypted when it is protected.</summary>
internal sealed class Fmp4Segment(FragmentLayout layout, FragmentProtection? protection, MediaSource source, string contentType, string identity) : Segment
{
    public override long Length => layout.Length;

    public override string ContentType => contentType;

    public override string Identity => identity;

    public override bool IsMade => protection is not null;

    public override async ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        WriteHeader(output, part);
        if (protection is not null)
        {
            return await WriteProtectedAsync(protection, output, part, cancellationToken);
        }

        if (!await CopyAsync(output, layout.HeaderLength, part, cancellationToken))
        {
            return false;
        }

        var flushed = await output.FlushAsync(cancellationToken);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    private async ValueTask<bool> WriteProtectedAsync(FragmentProtection fragment, PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        var first = Math.Max(0, part.Offset - layout.HeaderLength);
        var end = Math.Max(0, part.End - layout.HeaderLength);
        using var writer = new EncryptingWriter(output, fragment.CreateEncryptor(), new(first, end - first));
        // Ciphers run from the first sample on, and may need the block that the part ends in as a whole.
        var needed = end == 0 ? 0 : Math.Min(layout.MediaLength, end + AesKey.Size);
        if (!await CopyAsync(writer, 0, new(0, needed), cancellationToken))
        {
            return false;
        }

        var flushed = await writer.FinishAsync(cancellationToken);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    /// <summary>Copies what a part has of the media bytes, which begin at a position of the segment.</summary>
    private async ValueTask<bool> CopyAsync(PipeWriter output, long position, ByteRange part, CancellationToken cancellationToken)
    {
        // Copied out, since the enumerator cannot live across an await; usually there is one range.
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

        return true;
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
