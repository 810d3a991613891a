namespace MediaPlatform.TestKit;

/// <summary>
/// Finds the sample media and published vectors that stand beside the repository. They are looked up by walking from
/// the test binary towards the root until a folder holds <c>shared/media</c>.
/// </summary>
public static class SharedFiles
{
    private static readonly Lazy<string> SharedRoot = new(Find);

    /// <summary>The folder that holds <c>media</c> and <c>spec</c>.</summary>
    public static string Root => SharedRoot.Value;

    /// <summary>Path of a sample, for example <c>good/one-frame.mp4</c>; fails the test when it is missing.</summary>
    public static string Media(string relativePath) => Existing(Path.Combine(Root, "media", relativePath));

    /// <summary>Path of a specification file, for example <c>vectors/aes.json</c>; fails the test when it is missing.</summary>
    public static string Spec(string relativePath) => Existing(Path.Combine(Root, "spec", relativePath));

    /// <summary>Names of the files of one media folder (<c>good</c>, <c>bad</c>, ...), in ordinal order.</summary>
    public static IReadOnlyList<string> MediaNames(string folder)
    {
        var names = Directory.GetFiles(Path.Combine(Root, "media", folder)).Select(path => Path.GetFileName(path)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private static string Existing(string path) =>
        File.Exists(path) || Directory.Exists(path) ? path : throw new FileNotFoundException($"Shared file {path} is missing.", path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "media")))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds shared/media.");
    }
}
