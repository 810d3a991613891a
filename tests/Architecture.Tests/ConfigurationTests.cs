using System.Text.RegularExpressions;

namespace MediaPlatform.Architecture.Tests;

/// <summary>Every setting that an operator can change is described, and nothing is described that is not there.</summary>
public sealed partial class ConfigurationTests
{
    [Test]
    public void Every_setting_has_its_row_in_the_configuration_page()
    {
        var settings = Settings().ToHashSet();
        var described = DescribedSetting().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "configuration.md")))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(settings, Is.Not.Empty);
            Assert.That(settings.Except(described), Is.Empty, "not described");
            Assert.That(described.Except(settings), Is.Empty, "described, but not in the code");
        });
    }

    private static IEnumerable<string> Settings()
    {
        foreach (var path in SourceTree.CodeFiles("src").Where(path => path.EndsWith("Options.cs", StringComparison.Ordinal)))
        {
            var code = File.ReadAllText(path);
            if (SectionName().Match(code) is { Success: true } section)
            {
                foreach (Match property in SettableProperty().Matches(code))
                {
                    yield return $"{section.Groups[1].Value}:{property.Groups[1].Value}{property.Groups[2].Value}";
                }
            }
        }
    }

    [GeneratedRegex("const string Section = \"([^\"]+)\"")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"^    public (?:required )?(?:[\w<>?\[\], .]+? (\w+) \{ get; (?:set|init); \}|I?(?:List|Dictionary)<[\w<>?\[\], .]+> (\w+) \{ get; \})", RegexOptions.Multiline)]
    private static partial Regex SettableProperty();

    [GeneratedRegex(@"^\| `(\w+:\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex DescribedSetting();
}
