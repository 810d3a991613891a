using System.Text.Json.Nodes;

namespace MediaPlatform.Integration.Tests;

public sealed class TourTests
{
    private static readonly string[] Files = [PublishedMedia.Mov, PublishedMedia.Mxf, PublishedMedia.Mp4];

    [TestCaseSource(nameof(Files))]
    public void The_official_clients_bring_a_file_to_its_urls(string file)
    {
        var published = PublishedMedia.PublishedOf(file);
        var paths = published["streamingPaths"]!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(paths.Select(path => path!["protocol"]!.GetValue<string>()), Is.EqualTo(new[] { "Hls", "Dash", "SmoothStreaming" }));
            Assert.That(paths.Select(path => path!["scheme"]!.GetValue<string>()), Is.All.EqualTo("NoEncryption"));
            Assert.That(paths.All(path => path!["paths"]!.AsArray().Count > 0));
            Assert.That(published["downloadPaths"]!.AsArray().Count, Is.GreaterThan(1));
            Assert.That(published["resourceState"]!.GetValue<string>(), Is.EqualTo("Running"));
            Assert.That(published["hostName"]!.GetValue<string>(), Is.EqualTo($"127.0.0.1:{PublishedMedia.Server.Port}"));
        });
    }

    [TestCaseSource(nameof(Files))]
    public void Progress_rises_to_a_hundred(string file)
    {
        var progress = PublishedMedia.LinesOf(file).Where(line => IsEvent(line, "progress")).ToList();
        var percents = progress.Select(line => line["percent"]!.GetValue<int>()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(percents, Is.Ordered);
            Assert.That(percents[^1], Is.EqualTo(100));
            Assert.That(progress[^1]["state"]!.GetValue<string>(), Is.EqualTo("Finished"));
            Assert.That(progress.Select(line => line["state"]!.GetValue<string>()), Does.Contain("Processing"));
        });
    }

    private static bool IsEvent(JsonNode line, string name) => line["event"]!.GetValue<string>() == name;
}
