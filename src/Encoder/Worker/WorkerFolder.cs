using System.Globalization;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Worker;

/// <summary>
/// The folder and name of this worker. A worker that is started again after a crash finds the folder free and gets the same name, so that its own
/// unfinished jobs are its own again at once; two workers on one machine never share one.
/// </summary>
internal sealed class WorkerFolder : IDisposable
{
    private const int MostWorkers = 1000;
    private const int LongestName = 190;

    private readonly FileStream _lock;

    public WorkerFolder(IOptions<EncoderOptions> options)
    {
        var root = options.Value.WorkDirectory is { Length: > 0 } given ? System.IO.Path.GetFullPath(given) : System.IO.Path.Combine(System.IO.Path.GetTempPath(), "mediaplatform-encoder");
        CreatePrivate(root);
        (Path, _lock) = TakeFirstFree(root);
        var name = $"{Environment.MachineName}:{Path}";
        Name = name.Length > LongestName ? name[^LongestName..] : name;
    }

    public string Path { get; }

    /// <summary>Under which this worker claims jobs.</summary>
    public string Name { get; }

    /// <summary>Makes an empty folder for a job.</summary>
    public string CreateForJob(Guid jobId, int attempt)
    {
        var folder = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{jobId:N}-{attempt}"));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        CreatePrivate(folder);
        return folder;
    }

    public void Dispose() => _lock.Dispose();

    private static (string Path, FileStream Lock) TakeFirstFree(string root)
    {
        for (var slot = 0; slot < MostWorkers; slot++)
        {
            var folder = System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"worker-{slot}"));
            CreatePrivate(folder);
            if (TryLock(folder) is not { } held) continue;
            foreach (var left in Directory.EnumerateDirectories(folder)) Directory.Delete(left, recursive: true);
            return (folder, held);
        }

        throw new IOException($"{root} is in use by {MostWorkers} workers.");
    }

    // The system frees the lock when the process ends, however it ends.
    private static FileStream? TryLock(string folder)
    {
        var path = System.IO.Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
