using System.Text.RegularExpressions;

namespace MediaPlatform.Architecture.Tests;

public sealed partial class NamingTests
{
    [Test]
    public void Namespaces_follow_folders()
    {
        var wrong = from path in SourceTree.CodeFiles("src")
                    let expected = "MediaPlatform." + Path.GetRelativePath(Path.Combine(SourceTree.Root, "src"), Path.GetDirectoryName(path)!).Replace(Path.DirectorySeparatorChar, '.')
                    let match = NamespaceLine().Match(File.ReadAllText(path))
                    where match.Success && match.Groups[1].Value != expected
                    select $"{Path.GetRelativePath(SourceTree.Root, path)} says {match.Groups[1].Value}";
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void No_type_is_named_after_nothing()
    {
        var wrong = from path in SourceTree.CodeFiles("src")
                    from Match match in TypeLine().Matches(File.ReadAllText(path))
                    where VagueName().IsMatch(match.Groups[1].Value)
                    select $"{match.Groups[1].Value} in {Path.GetRelativePath(SourceTree.Root, path)}";
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Nothing_is_left_unfinished()
    {
        var wrong = from path in SourceTree.CodeFiles("src")
                    from line in File.ReadLines(path)
                    where Unfinished().IsMatch(line)
                    select $"{Path.GetRelativePath(SourceTree.Root, path)}: {line.Trim()}";
        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^\s*(?:public|internal|private)[\w ]*\b(?:class|struct|record|interface)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Util|Info|Base|Impl)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex Unfinished();
}
