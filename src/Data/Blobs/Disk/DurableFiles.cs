using System.Runtime.InteropServices;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Renames that survive a power cut: the folder entry is flushed as well as the file.</summary>
internal static class DurableFiles
{
    public static void Publish(string temporary, string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        for (var attempt = 1; ; attempt++)
        {
            Directory.CreateDirectory(folder);
            try
            {
                File.Move(temporary, file, overwrite: true);
                break;
            }
            catch (DirectoryNotFoundException) when (attempt < 5)
            {
                // the folder was empty and the deletion of its last blob took it away just now
            }
        }

        FlushFolder(folder);
    }

    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals renames
        var descriptor = Open(folder, 0);
        if (descriptor < 0) return; // the folder was deleted meanwhile: nothing to keep
        _ = Flush(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
