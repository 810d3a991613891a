using System.Text.RegularExpressions;
using MediaPlatform.TestKit;

namespace MediaPlatform.Integration.Tests;

/// <summary>The commands of the README's tour, letter by letter, against a running server. Its first step, run.sh with a file, is <see cref="RunScriptTests"/>.</summary>
public sealed partial class ReadmeTests
{
    [Test]
    public async Task The_commands_of_the_tour_run_as_they_are_written()
    {
        var server = PublishedMedia.Server;
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File(".data"), server.DataPath);
        Directory.CreateSymbolicLink(folder.File("node_modules"), Path.Combine(Repository.Root, "tests", "clients", "node_modules"));
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var url = PublishedMedia.ManifestUrl(PublishedMedia.Mp4);
        var commands = string.Join("echo '---'\n", new[] { "3", "4", "5", "7" }.Select(step => BlockOf(readme, step)));
        Assert.That(commands, Does.Contain("'http://127.0.0.1:8080/.../manifest'"));
        var script = folder.File("tour.sh");
        await File.WriteAllTextAsync(script, "set -euo pipefail\n" + commands.Replace("http://127.0.0.1:8080/.../manifest", url, StringComparison.Ordinal));

        var (code, output, errors) = await Repository.RunAsync("bash", [script], TimeSpan.FromMinutes(2), workingDirectory: folder.FullPath);

        Assert.That(code, Is.Zero, output + errors);
        var said = output.Split("---\n");
        Assert.That(said, Has.Length.EqualTo(4));
        Assert.That(said[0], Does.Contain("streamingLocatorId"));
        Assert.That(said[1].Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.GreaterThan(2).And.All.Match("^\\S+ \\S+$"));
        foreach (var file in new[] { "from-dash.mp4", "from-hls.mp4" })
        {
            var (_, streams, _) = await Repository.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", folder.File(file)], TimeSpan.FromMinutes(1));
            Assert.That(streams, Does.Contain("video").And.Contain("audio"), file);
        }

        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(said[3])!.AsObject(), Is.Not.Empty);
    }

    /// <summary>The commands in the first fenced block after the heading of a step.</summary>
    private static string BlockOf(string readme, string step)
    {
        var match = Step().Matches(readme).Single(match => match.Groups["step"].Value == step);
        return match.Groups["commands"].Value;
    }

    [GeneratedRegex(@"^\*\*(?<step>\d)\. (?:(?!^\*\*\d\. ).)*?^```\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Step();
}
