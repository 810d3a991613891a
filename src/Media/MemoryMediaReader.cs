namespace MediaPlatform.Media;

/// <summary>A file held in memory: small sidecars, captions, tests.</summary>
public sealed class MemoryMediaReader(ReadOnlyMemory<byte> content) : IMediaReader
{
    /// <inheritdoc />
    public long Length => content.Length;

    /// <inheritdoc />
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset >= content.Length)
        {
            return ValueTask.FromResult(0);
        }

        var part = content[(int)offset..];
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        return ValueTask.FromResult(part.Length);
    }
}
