using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;

namespace MediaPlatform.ControlPlane.Tracks;

/// <summary>A blob as the media library reads it.</summary>
internal sealed class BlobMediaReader(IBlobReader blob) : IMediaReader
{
    public long Length => blob.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => blob.ReadAsync(offset, buffer, cancellationToken);
}
