using System.IO.Pipelines;
using MediaPlatform.Media;
using MediaPlatform.Media.Encryption.Aes128;
using MediaPlatform.StreamingEndpoint.Keys;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>A segment encrypted as a whole (RFC 8216 4.3.2.4), whatever its format.</summary>
internal sealed class EnvelopeSegment(Segment clear, TrackKey key) : Segment
{
    public override long Length => EnvelopeEncryptor.PaddedLength(clear.Length);

    public override string ContentType => clear.ContentType;

    public override string Identity { get; } = $"{clear.Identity}-{key.Tag}";

    public override bool IsMade => true;

    public override async ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken)
    {
        using var writer = new EncryptingWriter(output, new EnvelopeEncryptor(key.Key, key.Iv), part);
        // Chaining needs everything in front of the part, and the rest of the block that the part ends in.
        var needed = Math.Min(clear.Length, (part.End + AesKey.Size - 1) / AesKey.Size * AesKey.Size);
        if (needed > 0 && !await clear.WriteAsync(writer, new(0, needed), cancellationToken))
        {
            return false;
        }

        var flushed = needed == clear.Length ? await writer.FinishAsync(cancellationToken) : await writer.FlushAsync(cancellationToken);
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    public override ValueTask ReleaseAsync() => clear.ReleaseAsync();
}
