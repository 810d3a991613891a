using System.Xml.Linq;

namespace MediaPlatform.Architecture.Tests;

/// <summary>The source tree as files: found by walking up from the test binary to the solution.</summary>
internal static class SourceTree
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Names of the projects under src.</summary>
    public static IEnumerable<string> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path));

    /// <summary>Names of the projects that a source project refers to.</summary>
    public static IReadOnlySet<string> ReferencesOf(string project) =>
        ProjectFile(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .ToHashSet();

    /// <summary>Packages and shared frameworks that a source project refers to.</summary>
    public static IReadOnlySet<string> PackagesOf(string project) =>
        ProjectFile(project).Descendants().Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference")
            .Select(reference => reference.Attribute("Include")!.Value)
            .ToHashSet();

    /// <summary>Hand-written C# files under a folder of the solution.</summary>
    public static IEnumerable<string> CodeFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Migrations" or "node_modules"));

    private static XDocument ProjectFile(string project) => XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MediaPlatform.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
