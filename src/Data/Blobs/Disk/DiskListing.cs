namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Walks a container in ordinal order of full blob names, without holding more than one folder per level.</summary>
internal static class DiskListing
{
    private static readonly EnumerationOptions Entries = new()
    {
        // Links are never followed: they could lead outside the container.
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <param name="after">Names up to this one are left out; null for none.</param>
    public static IEnumerable<(string Name, FileInfo File)> Walk(string folder, string? prefix, string? after)
    {
        var root = new DirectoryInfo(folder);
        return root.Exists ? Walk(root, "", prefix ?? "", after) : [];
    }

    private static IEnumerable<(string Name, FileInfo File)> Walk(DirectoryInfo folder, string path, string prefix, string? after)
    {
        foreach (var (key, entry) in Sorted(folder, path))
        {
            if (entry is DirectoryInfo inner)
            {
                var mayHold = key.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(key, StringComparison.Ordinal);
                if (!mayHold || IsWhollyBefore(key, after)) continue;
                foreach (var found in Walk(inner, key, prefix, after)) yield return found;
            }
            else if (key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(key, after) > 0))
            {
                yield return (key, (FileInfo)entry);
            }
        }
    }

    // A folder sorts as "name/", so that the walk comes out in the order of whole names.
    private static List<(string Key, FileSystemInfo Entry)> Sorted(DirectoryInfo folder, string path)
    {
        var entries = new List<(string Key, FileSystemInfo Entry)>();
        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos("*", Entries))
                entries.Add((path + entry.Name + (entry is DirectoryInfo ? "/" : ""), entry));
        }
        catch (DirectoryNotFoundException)
        {
            return []; // deleted while we walked
        }

        entries.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return entries;
    }

    private static bool IsWhollyBefore(string folderKey, string? after) =>
        after is not null
        && string.CompareOrdinal(folderKey, after) < 0
        && !after.StartsWith(folderKey, StringComparison.Ordinal);
}
