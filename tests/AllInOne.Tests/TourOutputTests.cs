using System.Text.Json.Nodes;
using MediaPlatform.AllInOne.Tour;

namespace MediaPlatform.AllInOne.Tests;

public sealed class TourOutputTests
{
    private readonly StringWriter _written = new();

    [SetUp]
    public void Clear() => _written.GetStringBuilder().Clear();

    [OneTimeTearDown]
    public void Close() => _written.Dispose();

    [Test]
    public void On_a_terminal_the_bar_grows_in_its_line()
    {
        var output = new TourOutput(json: false, interactive: true, _written);
        output.Step("a.mov", "encoding");
        foreach (var percent in new[] { 0, 50, 100 }) output.Progress("a.mov", "encoding", percent);
        output.Published("a.mov", [new("hls", "http://host/hls"), new("page", "http://host/page")]);

        var bars = _written.ToString().Split('\r')[1..];
        Assert.That(bars[..2], Is.EqualTo(new[] { "  encoding [" + new string('.', 30) + "]   0 %", "  encoding [" + new string('#', 15) + new string('.', 15) + "]  50 %" }));
        Assert.That(bars[2], Is.EqualTo("  encoding [" + new string('#', 30) + "] 100 %" + Lines("", "a.mov: ready to play", "  hls      http://host/hls", "  page     http://host/page")));
    }

    [Test]
    public void In_a_file_the_bar_is_written_once_for_each_tenth()
    {
        var output = new TourOutput(json: false, interactive: false, _written);
        for (var percent = 0; percent <= 100; percent++) output.Progress("a.mov", "encoding", percent);
        Assert.That(_written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(11));
    }

    [Test]
    public void With_json_every_line_is_an_object()
    {
        var output = new TourOutput(json: true, interactive: true, _written);
        output.Step("a.mov", "uploading");
        output.Progress("a.mov", "uploading", 7);
        output.Failed("a.mov", "there is no \"such\" file");

        var lines = _written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.That(lines.Select(line => line["event"]!.GetValue<string>()), Is.EqualTo(new[] { "step", "progress", "failed" }));
        Assert.That((lines[1]["percent"]!.GetValue<int>(), lines[2]["reason"]!.GetValue<string>()), Is.EqualTo((7, "there is no \"such\" file")));
    }

    private static string Lines(params string[] lines) => string.Join('\n', lines) + "\n";
}
