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
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>The open file, where the blob is a file of this machine; else null.</summary>
    SafeFileHandle? File => null;

    /// <summary>Has a range of <see cref="File"/> in memory, so that the system can send it without waiting for the disk. Returns at once when it is.</summary>
    ValueTask WarmAsync(long offset, long count, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
