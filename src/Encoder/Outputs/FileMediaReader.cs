using MediaPlatform.Media;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Encoder.Outputs;

/// <summary>A local file as the media library reads it.</summary>
internal sealed class FileMediaReader(string path) : IMediaReader, IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path);

    public long Length => RandomAccess.GetLength(_file);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        RandomAccess.ReadAsync(_file, buffer, offset, cancellationToken);

    public void Dispose() => _file.Dispose();
}
