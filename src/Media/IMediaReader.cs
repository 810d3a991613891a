using System.Buffers;

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

    /// <summary>
    /// Bytes that lie in the memory of this process anyway, to be read in place. They must be unpinned soon, and never held while
    /// something is waited for.
    /// </summary>
    /// <param name="offset">Bytes from the start.</param>
    /// <param name="most">How many are wanted.</param>
    /// <param name="count">How many there are: none where they have to be read.</param>
    MemoryHandle Pin(long offset, int most, out int count)
    {
        count = 0;
        return default;
    }
}
