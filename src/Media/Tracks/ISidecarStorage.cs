namespace MediaPlatform.Media.Tracks;

/// <summary>Where the bytes of one version of a sidecar are.</summary>
public interface ISidecarStorage
{
    /// <summary>Bytes of the sidecar.</summary>
    long Length { get; }

    /// <summary>Fills a buffer from an offset; safe to call from several threads.</summary>
    /// <exception cref="IOException">There are no such bytes, or they cannot be read.</exception>
    void Read(long offset, Span<byte> buffer);
}
