namespace MediaPlatform.TestKit;

/// <summary>The npm packages of tests/clients: the official clients and Azurite.</summary>
public static class NodeClients
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The folder with package.json, the scripts and node_modules.</summary>
    public static string Folder => Found.Value;

    /// <summary>Path of a file of an installed package; fails the test when the packages are not installed.</summary>
    public static string Module(string relativePath)
    {
        var path = Path.Combine(Folder, "node_modules", relativePath);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run npm ci in tests/clients.", path);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "clients");
            if (File.Exists(Path.Combine(candidate, "package.json"))) return candidate;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds tests/clients.");
    }
}
