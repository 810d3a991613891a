using MediaPlatform.Media.Tracks;

namespace MediaPlatform.Media.Tests.Tracks;

/// <summary>A sidecar in memory.</summary>
internal sealed class StoredIndex(ReadOnlyMemory<byte> bytes) : ISidecarStorage
{
    public long Length => bytes.Length;

    /// <summary>Reads that were asked for, in bytes.</summary>
    public long BytesRead { get; private set; }

    public void Read(long offset, Span<byte> buffer)
    {
        if (offset + buffer.Length > bytes.Length)
        {
            throw new EndOfStreamException();
        }

        bytes.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
        BytesRead += buffer.Length;
    }

    /// <summary>Opens a sidecar and reads it to the end.</summary>
    public static SidecarOutcome TryRead(ReadOnlyMemory<byte> bytes, long sourceLength, string etag, out MediaFile? file)
    {
        var outcome = IndexSidecar.TryOpen(new StoredIndex(bytes), sourceLength, etag, out file);
        try
        {
            foreach (var track in file?.Tracks ?? [])
            {
                track.Load();
            }
        }
        catch (IOException)
        {
            file = null;
            return SidecarOutcome.Damaged;
        }

        return outcome;
    }
}
