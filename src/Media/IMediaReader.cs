namespace MediaPlatform.Media;

/// <summary>Random access to the bytes of one stored media file, pinned to one version of it.</summary>
public interface IMediaReader
{
    /// <summary>Length of the file in bytes.</summary>
    long Length { get; }

    /// <summary>
    /// Reads from <paramref name="offset"/> (bytes from the start) into <paramref name="buffer"/>.
    /// May return less than asked; returns 0 only at or after the end.
    /// </summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}
