using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>An open file. Writers replace files instead of changing them, so what is read stays one version.</summary>
internal sealed class DiskBlobReader(SafeFileHandle handle, DiskVersion version) : IBlobReader
{
    public long Length => version.Length;

    public string ETag => version.ETag;

    // The runtime has no asynchronous file reads on Linux: its async form hands the same blocking call to another pool thread.
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = 0;
        while (read < buffer.Length)
        {
            var count = RandomAccess.Read(handle, buffer.Span[read..], offset + read);
            if (count == 0) break;
            read += count;
        }

        return ValueTask.FromResult(read);
    }

    public ValueTask DisposeAsync()
    {
        handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
