using System.Buffers;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>
/// One open version of a blob, shared by all requests for it. It is closed when the cache has let go of it and the
/// last request that reads from it has ended.
/// </summary>
internal sealed class SharedReader(IBlobReader reader) : IMediaReader
{
    private UseCount _users = UseCount.One();

    public long Length => reader.Length;

    public string ETag => reader.ETag;

    /// <summary>The file itself, where it is on this machine.</summary>
    public SafeFileHandle? File => reader.File;

    /// <inheritdoc cref="IBlobReader.WarmAsync"/>
    public ValueTask WarmAsync(long offset, long count, CancellationToken cancellationToken) => reader.WarmAsync(offset, count, cancellationToken);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        reader.ReadAsync(offset, buffer, cancellationToken);

    public MemoryHandle Pin(long offset, int most, out int count) => reader.Pin(offset, most, out count);

    /// <summary>Keeps the blob open until <see cref="Release"/>; false when it is closed already.</summary>
    public bool TryAcquire() => _users.TryAdd();

    public ValueTask ReleaseAsync() => _users.EndsWithOneLess() ? reader.DisposeAsync() : ValueTask.CompletedTask;
}
