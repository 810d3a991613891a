namespace MediaPlatform.Data.Tests.Blobs;

/// <summary>A stream that tells neither length nor position, as the body of a request does.</summary>
/// <param name="onRead">Called whenever bytes are taken.</param>
internal sealed class ForwardOnly(Stream inner, Action? onRead = null) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        onRead?.Invoke();
        return inner.Read(buffer, offset, Math.Min(count, 100_000));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
