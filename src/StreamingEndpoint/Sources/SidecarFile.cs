using MediaPlatform.Media.Tracks;
using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>A sidecar on disk. It stays open, and so readable when it is deleted or replaced, until nobody refers to it.</summary>
internal sealed class SidecarFile(SafeFileHandle handle) : ISidecarStorage
{
    public long Length { get; } = RandomAccess.GetLength(handle);

    /// <summary>The sidecar at a path, or null when there is none.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SidecarFile? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? new(File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete)) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Read(long offset, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(handle, buffer, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("A track index in the cache is shorter than it was.");
            }

            buffer = buffer[read..];
            offset += read;
        }
    }
}
