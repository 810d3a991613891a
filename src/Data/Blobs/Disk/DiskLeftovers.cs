namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>What crashes and abandoned uploads leave beside the containers: unfinished files, blocks without a list, deleted containers.</summary>
internal sealed class DiskLeftovers(string root)
{
    /// <summary>Removes what was not touched since the given times.</summary>
    /// <returns>Files and folders removed.</returns>
    public int Remove(DateTimeOffset temporaryBefore, DateTimeOffset blocksBefore)
    {
        var removed = 0;
        foreach (var hidden in FoldersOf(root).Select(account => Path.Combine(account, DiskBlobStore.HiddenFolder)))
        {
            foreach (var container in FoldersOf(hidden))
            {
                if (Path.GetFileName(container) == DiskPaths.TrashName)
                {
                    removed += RemoveFolders(container, temporaryBefore);
                    continue;
                }

                removed += RemoveFiles(Path.Combine(container, DiskPaths.TemporaryName), temporaryBefore);
                removed += RemoveFolders(Path.Combine(container, DiskPaths.BlocksName), blocksBefore);
            }
        }

        return removed;
    }

    private static int RemoveFiles(string folder, DateTimeOffset before)
    {
        if (!Directory.Exists(folder)) return 0;
        var old = new DirectoryInfo(folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime).ToList();
        old.ForEach(file => file.Delete());
        return old.Count;
    }

    // A folder is as young as the youngest file in it, so that an upload that goes on keeps all its blocks.
    private static int RemoveFolders(string folder, DateTimeOffset before)
    {
        var old = FoldersOf(folder).Where(inner => LastWrite(inner) < before.UtcDateTime).ToList();
        old.ForEach(inner => Directory.Delete(inner, recursive: true));
        return old.Count;
    }

    private static DateTime LastWrite(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles().Select(file => file.LastWriteTimeUtc)
            .Append(Directory.GetLastWriteTimeUtc(folder)).Max();

    private static string[] FoldersOf(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
}
