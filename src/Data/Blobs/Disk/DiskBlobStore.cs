using MediaPlatform.Data.Blobs.Disk.Mapping;
using MediaPlatform.Data.Storage;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Containers as folders: {root}/{account}/{container}/{blob name}.</summary>
/// <param name="root">The folder of all.</param>
/// <param name="keys">Keys of the storage accounts.</param>
/// <param name="clock">The time.</param>
/// <param name="mappedBytes">How many bytes of files that are read over and over are mapped; 0 for none.</param>
public sealed class DiskBlobStore(string root, StorageKeyStore keys, TimeProvider clock, long mappedBytes = 0) : IBlobStore
{
    /// <summary>Holds everything of ours beside the containers; no container can have this name.</summary>
    internal const string HiddenFolder = ".mediaplatform";

    private readonly MappedMemory? _mapped = mappedBytes > 0 && OperatingSystem.IsLinux() ? new(mappedBytes) : null;
    private readonly string _root = Path.GetFullPath(root);

    /// <summary>Bytes of files that are mapped now.</summary>
    public long MappedBytes => _mapped?.Bytes ?? 0;

    IBlobContainer IBlobStore.GetContainer(string storageAccountName, string containerName) =>
        GetContainer(storageAccountName, containerName);

    /// <inheritdoc cref="IBlobStore.GetContainer"/>
    public DiskContainer GetContainer(string storageAccountName, string containerName)
    {
        BlobNames.CheckAccount(storageAccountName);
        BlobNames.CheckContainer(containerName);
        return new DiskContainer(new DiskPaths(_root, storageAccountName, containerName), keys, clock, _mapped);
    }

    /// <summary>Names of the containers of an account, in ordinal order.</summary>
    public IReadOnlyList<string> ListContainers(string storageAccountName)
    {
        BlobNames.CheckAccount(storageAccountName);
        var account = new DirectoryInfo(Path.Combine(_root, storageAccountName));
        if (!account.Exists) return [];
        return [.. account.EnumerateDirectories().Select(folder => folder.Name).Where(BlobNames.IsContainer).Order(StringComparer.Ordinal)];
    }

    /// <summary>Removes unfinished files older than a day, and blocks that no list took within their lifetime.</summary>
    /// <returns>Files and folders removed.</returns>
    public int RemoveLeftovers(TimeSpan blockLifetime)
    {
        var now = clock.GetUtcNow();
        return new DiskLeftovers(_root).Remove(now - TimeSpan.FromDays(1), now - blockLifetime);
    }
}
