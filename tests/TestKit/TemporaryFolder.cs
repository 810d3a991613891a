namespace MediaPlatform.TestKit;

/// <summary>A folder of its own for one test, deleted with its content afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(FullPath);

    public string FullPath { get; } = Path.Combine(Path.GetTempPath(), "mediaplatform-" + Guid.NewGuid().ToString("n"));

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        if (Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}
