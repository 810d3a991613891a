using Microsoft.Win32.SafeHandles;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>One version of a blob: when its file was written (UTC ticks of 100 ns, distinct for each version) and its length in bytes.</summary>
internal readonly record struct DiskVersion(long Ticks, long Length)
{
    public string ETag => $"\"0x{Ticks:X}{Length:X}\"";

    /// <summary>As HTTP shows it: whole seconds are kept by the formatter, not here.</summary>
    public DateTimeOffset LastModified => new(Ticks, TimeSpan.Zero);

    public static DiskVersion Of(FileInfo file) => new(file.LastWriteTimeUtc.Ticks, file.Length);

    public static DiskVersion Of(SafeFileHandle handle) =>
        new(File.GetLastWriteTimeUtc(handle).Ticks, RandomAccess.GetLength(handle));
}
