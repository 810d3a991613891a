using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs;

/// <summary>Random access to one version of a blob: a later overwrite is never mixed in.</summary>
public interface IBlobReader : IAsyncDisposable
{
    /// <summary>Bytes.</summary>
    long Length { get; }

    string ETag { get; }

    /// <summary>Reads at a byte offset. May be called by several callers at once.</summary>
    /// <returns>Bytes read; less than asked for only at the end, 0 past it.</returns>
    /// <exception cref="BlobException"><see cref="BlobFailure.ConditionNotMet"/>: this version is no more.</exception>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>The open file, where the blob is a file of this machine; else null.</summary>
    SafeFileHandle? File => null;

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

    /// <summary>
    /// Has a range of <see cref="File"/> in memory, so that the system can send it without waiting for the disk. Returns at once when it is.
    /// Who sends the file in several steps asks before each.
    /// </summary>
    /// <exception cref="BlobException"><see cref="BlobFailure.ConditionNotMet"/>: somebody has changed the file in place.</exception>
    ValueTask WarmAsync(long offset, long count, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
