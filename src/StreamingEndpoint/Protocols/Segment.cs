using System.IO.Pipelines;
using MediaPlatform.Media;

namespace MediaPlatform.StreamingEndpoint.Protocols;

/// <summary>What one URL delivers, laid out: its exact length is known before any media byte is read.</summary>
internal abstract class Segment
{
    public abstract long Length { get; }

    public abstract string ContentType { get; }

    /// <summary>Text that tells this segment from every other of its kind; becomes the entity tag.</summary>
    public abstract string Identity { get; }

    /// <summary>Whether its bytes are made from those that are stored, and not only sent.</summary>
    public virtual bool IsMade => false;

    /// <summary>Writes a part of the segment and flushes as it goes.</summary>
    /// <returns>False when the client has gone.</returns>
    public abstract ValueTask<bool> WriteAsync(PipeWriter output, ByteRange part, CancellationToken cancellationToken);

    /// <summary>Gives back what the segment itself rented or opened.</summary>
    public virtual ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
