namespace MediaPlatform.Media;

/// <summary>A run of bytes in a stored file; offset and length in bytes.</summary>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>First byte after the range.</summary>
    public long End => Offset + Length;
}
