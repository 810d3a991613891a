using System.Security.Cryptography;
using System.Text;

namespace MediaPlatform.Data.Blobs.Disk;

/// <summary>Where the parts of one container lie.</summary>
internal sealed class DiskPaths
{
    public const string TrashName = ".trash";

    public const string TemporaryName = "tmp";

    public const string BlocksName = "blocks";

    public DiskPaths(string root, string account, string container)
    {
        Account = account;
        Container = container;
        Folder = Path.Combine(root, account, container);
        Hidden = Path.Combine(root, account, DiskBlobStore.HiddenFolder, container);
        Trash = Path.Combine(root, account, DiskBlobStore.HiddenFolder, TrashName);
        Temporary = Path.Combine(Hidden, TemporaryName);
        Headers = Path.Combine(Hidden, "headers");
        Blocks = Path.Combine(Hidden, BlocksName);
    }

    public string Account { get; }

    public string Container { get; }

    /// <summary>The container: blobs as plain files.</summary>
    public string Folder { get; }

    /// <summary>Our own files about the container.</summary>
    public string Hidden { get; }

    public string Trash { get; }

    public string Temporary { get; }

    public string Headers { get; }

    public string Blocks { get; }

    public string ContainerFile => Path.Combine(Hidden, "container.json");

    /// <summary>The file of a blob; nothing says that it exists. Checked names only, so it stays below the folder.</summary>
    public string FileOf(string name)
    {
        BlobNames.CheckBlob(name);
        return Path.Combine(Folder, name.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>Whether the way to a file goes through a symbolic link, which could lead outside the container.</summary>
    public bool HasLink(string file)
    {
        for (var path = file; path.Length > Folder.Length; path = Path.GetDirectoryName(path)!)
        {
            if (new FileInfo(path).LinkTarget is not null) return true;
        }

        return false;
    }

    /// <summary>A file name for any blob name: names may be longer than a file name can be.</summary>
    public static string KeyOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public string NewTemporaryFile()
    {
        Directory.CreateDirectory(Temporary);
        return Path.Combine(Temporary, Guid.NewGuid().ToString("N"));
    }
}
