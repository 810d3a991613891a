using System.Diagnostics;
using System.Globalization;

namespace MediaPlatform.Bench.Origin;

/// <summary>
/// The first request for a two hour asset that a server has never seen, with and without index sidecars. The server is the product as
/// <c>run.sh</c> starts it, and has answered for another asset before: what is asked about is the asset, not the compiler.
/// </summary>
internal static class Cold
{
    private static readonly string Script = Path.Combine(Root(), "run.sh");

    public static async Task RunAsync(BenchData data)
    {
        var segment = $"QualityLevels({BenchData.BitrateOf("1080p")})";
        (string Name, string Path, double Bar)[] cases =
        [
            ("HLS master", "manifest(format=m3u8-cmaf)", 20),
            ("HLS playlist", $"{segment}/Manifest(video,format=m3u8-cmaf)", 20),
            ("MPD", "manifest(format=mpd-time-cmaf)", 40),
            ("Smooth manifest", "manifest", 40),
            ("fMP4 1080p 6 s", $"{segment}/Fragments(video=60000000,format=m3u8-cmaf)", 10),
        ];
        foreach (var (name, path, bar) in cases)
        {
            DropSidecars(data);
            var without = await FirstAsync(data, cases.Select(other => other.Path), path);
            var with = await FirstAsync(data, cases.Select(other => other.Path), path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold h2 {name,-16}{without,7:F0} ms without sidecar{with,7:F0} ms with, bar {bar:F0} ms"));
        }
    }

    private static void DropSidecars(BenchData data)
    {
        var cache = Path.Combine(data.Directory, "cache");
        if (Directory.Exists(cache))
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static async Task<double> FirstAsync(BenchData data, IEnumerable<string> warming, string path)
    {
        var port = ServerProcess.FreePort();
        using var server = new ServerProcess("bash", [Script, "--data", data.Directory, "--port", port.ToString(CultureInfo.InvariantCulture), "--roles", "Streaming"], port);
        await server.ReadyAsync();
        using var client = new HttpClient();
        foreach (var other in warming)
        {
            await client.GetByteArrayAsync($"{server.Address}{data.Short}/{other}");
        }

        // Thrown away as it comes: memory for 5 MB would be the client's own time.
        var buffer = new byte[64 << 10];
        var started = Stopwatch.GetTimestamp();
        await using var body = await client.GetStreamAsync($"{server.Address}{data.Long}/{path}");
        while (await body.ReadAsync(buffer) > 0)
        {
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "run.sh")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The bench must lie in the project.");
    }
}
