using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk;

/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">Bytes.</param>
internal sealed record FilePart(string File, long Offset, long Length);

/// <summary>Parts of files read one after the other, with one file open at a time.</summary>
internal sealed class JoinedBlocks(IReadOnlyList<FilePart> parts) : Stream
{
    private int _part;
    private long _read;
    private SafeFileHandle? _open;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_part < parts.Count)
        {
            var part = parts[_part];
            var left = part.Length - _read;
            if (left > 0)
            {
                _open ??= File.OpenHandle(part.File, share: FileShare.ReadWrite | FileShare.Delete);
                var count = await RandomAccess.ReadAsync(
                    _open, buffer[..(int)Math.Min(left, buffer.Length)], part.Offset + _read, cancellationToken);
                if (count == 0) throw new EndOfStreamException("A staged block is shorter than it was.");
                _read += count;
                return count;
            }

            _open?.Dispose();
            _open = null;
            _read = 0;
            _part++;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _open?.Dispose();
        base.Dispose(disposing);
    }
}
