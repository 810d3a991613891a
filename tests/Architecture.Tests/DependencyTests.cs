namespace MediaPlatform.Architecture.Tests;

public sealed class DependencyTests
{
    private static readonly string[] Services = ["ControlPlane", "Encoder", "StreamingEndpoint", "KeyDelivery", "BlobEndpoint"];

    private static readonly string[] BelowServices = ["Media", "Data", "ServiceDefaults"];

    [Test]
    public void Every_project_has_a_rule_here() =>
        Assert.That(SourceTree.SourceProjects(), Is.EquivalentTo(Services.Concat(BelowServices).Append("AllInOne")));

    [TestCaseSource(nameof(BelowServices))]
    public void A_library_refers_to_nothing_of_ours(string project) =>
        Assert.That(SourceTree.ReferencesOf(project), Is.Empty);

    [TestCaseSource(nameof(Services))]
    public void A_service_refers_to_libraries_only(string project) =>
        Assert.That(SourceTree.ReferencesOf(project), Is.SubsetOf(BelowServices));

    [Test]
    public void The_host_refers_to_services_only() =>
        Assert.That(SourceTree.ReferencesOf("AllInOne"), Is.SubsetOf(Services));

    [Test]
    public void The_media_library_knows_no_web_and_no_package() =>
        Assert.That(SourceTree.PackagesOf("Media"), Is.Empty);

    [Test]
    public void The_media_library_touches_neither_clock_nor_files()
    {
        string[] forbidden = ["TimeProvider", "System.IO.File", "FileStream", "Directory.", "HttpClient", "Environment.", "Random."];
        var found = from path in SourceTree.CodeFiles("src/Media")
                    from line in File.ReadLines(path)
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    from word in forbidden
                    where line.Contains(word, StringComparison.Ordinal)
                    select $"{Path.GetRelativePath(SourceTree.Root, path)}: {line.Trim()}";
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Services_carry_no_settings_file() =>
        Assert.That(
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "appsettings*.json", SearchOption.AllDirectories)
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
            Is.Empty);
}
