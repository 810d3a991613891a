using System.Buffers;

namespace MediaPlatform.Media.TransportStream;

/// <summary>Bytes that grow in a rented array, and can then be read like a file.</summary>
internal sealed class PooledBytes(int capacity) : IMediaReader, IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public Span<byte> Written => _buffer.AsSpan(0, Length);

    long IMediaReader.Length => Length;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - Length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(Length + Math.Max(bytes.Length, Length / 4)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        _buffer.AsSpan((int)Math.Min(offset, Length), count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, Length) = ([], 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
