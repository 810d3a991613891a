using MediaPlatform.Media;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.TestKit;

/// <summary>A file on disk as media source; counts what is read so that tests can demand frugality.</summary>
public sealed class FileMediaReader : IMediaReader, IDisposable
{
    private readonly SafeFileHandle _handle;
    private long _bytesRead;

    public FileMediaReader(string path)
    {
        _handle = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    public long Length { get; }

    /// <summary>Bytes delivered so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = offset < 0 || offset >= Length ? 0 : RandomAccess.Read(_handle, buffer.Span, offset);
        Interlocked.Add(ref _bytesRead, read);
        return ValueTask.FromResult(read);
    }

    public void Dispose() => _handle.Dispose();
}
