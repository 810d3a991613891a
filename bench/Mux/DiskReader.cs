using MediaPlatform.Media;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Bench.Mux;

/// <summary>Reads through the page cache, as the rival does.</summary>
internal sealed class DiskReader(SafeFileHandle handle) : IMediaReader
{
    public long Length { get; } = RandomAccess.GetLength(handle);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RandomAccess.Read(handle, buffer.Span, offset));
}
