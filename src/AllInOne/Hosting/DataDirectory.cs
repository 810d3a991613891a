namespace MediaPlatform.AllInOne.Hosting;

/// <summary>The folder that holds everything of one installation; held exclusively while a process serves it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder when missing (mode 0700) and takes its lock.</summary>
    /// <exception cref="IOException">Another process serves this folder.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
        }
        else
        {
            Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            // The system drops the lock with the process, however that ends.
            var fileLock = new FileStream(System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataDirectory(full, fileLock);
        }
        catch (IOException exception)
        {
            throw new IOException($"{full} is in use by another MediaPlatform process. Stop it, or choose another --data folder.", exception);
        }
    }

    /// <summary>Path of a file or folder inside.</summary>
    public string Inside(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
