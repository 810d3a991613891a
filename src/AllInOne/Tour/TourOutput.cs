using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPlatform.AllInOne.Tour;

/// <summary>What the tour tells the user: lines and a progress bar for people, one JSON object a line for programs.</summary>
internal sealed class TourOutput
{
    private const int BarWidth = 30;
    private readonly bool _json;
    private readonly bool _interactive;
    private readonly TextWriter _out;
    private bool _barOpen;
    private int _lastTenth = -1;

    /// <param name="json">True for one JSON object a line on <paramref name="output"/>.</param>
    /// <param name="interactive">True when the progress bar may redraw its line.</param>
    /// <param name="output">Where everything goes.</param>
    public TourOutput(bool json, bool interactive, TextWriter output)
    {
        _json = json;
        _interactive = interactive && !json;
        _out = output;
    }

    /// <summary>A step of the way, for example «uploading».</summary>
    public void Step(string file, string step)
    {
        CloseBar();
        _lastTenth = -1;
        Write(new JsonObject { ["event"] = "step", ["file"] = file, ["step"] = step }, $"{file}: {step}");
    }

    /// <summary>Progress of the step, in percent.</summary>
    public void Progress(string file, string step, int percent)
    {
        if (_json)
        {
            Write(new JsonObject { ["event"] = "progress", ["file"] = file, ["step"] = step, ["percent"] = percent }, "");
            return;
        }

        var bar = new string('#', percent * BarWidth / 100).PadRight(BarWidth, '.');
        if (_interactive)
        {
            _out.Write($"\r  {step} [{bar}] {percent,3} %");
            _barOpen = true;
        }
        else if (percent / 10 != _lastTenth)
        {
            _lastTenth = percent / 10;
            _out.WriteLine($"  {step} [{bar}] {percent,3} %");
        }
    }

    /// <summary>The URLs that play this file.</summary>
    public void Published(string file, IReadOnlyList<KeyValuePair<string, string>> urls)
    {
        CloseBar();
        var line = new JsonObject { ["event"] = "published", ["file"] = file };
        foreach (var (name, url) in urls)
        {
            line[name] = url;
        }

        Write(line, $"{file}: ready to play" + string.Concat(urls.Select(url => $"\n  {url.Key,-8} {url.Value}")));
    }

    /// <summary>A file that failed.</summary>
    public void Failed(string file, string reason)
    {
        CloseBar();
        Write(new JsonObject { ["event"] = "failed", ["file"] = file, ["reason"] = reason }, $"{file}: failed: {reason}");
    }

    private void CloseBar()
    {
        if (_barOpen)
        {
            _out.WriteLine();
            _barOpen = false;
        }
    }

    private void Write(JsonObject line, string text)
    {
        _out.WriteLine(_json ? line.ToJsonString(JsonSerializerOptions.Web) : text);
        _out.Flush();
    }
}
