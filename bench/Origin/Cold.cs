using System.Diagnostics;
using System.Globalization;

namespace MediaPlatform.Bench.Origin;

/// <summary>
/// The first request for a two hour asset that a server has never seen, with and without index sidecars. The server is the product as
/// <c>run.sh</c> starts it, and has answered for another asset before. Shortly behind its start much of that time is the compiler's, which still
/// improves what was run a few times only; how long the asset itself takes is what a process needs that has opened others for a while.
/// </summary>
internal static class Cold
{
    private const int Openings = 400;

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
            await SidecarsAsync(data, path);
            var later = await LaterAsync(data, path);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"cold h2 {name,-16}{without,7:F0} ms without sidecar, {with,4:F0} ms with, {later,5:F1} ms with in a process that has run for a while; bar {bar:F0} ms"));
        }
    }

    private static async Task SidecarsAsync(BenchData data, string path)
    {
        using var server = Product(data);
        await server.ReadyAsync();
        using var client = new HttpClient();
        foreach (var asset in data.Others)
        {
            await TimeAsync(client, $"{server.Address}{asset}/{path}");
        }

        // They are written behind the answer.
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static void DropSidecars(BenchData data)
    {
        var cache = Path.Combine(data.Directory, "cache");
        if (Directory.Exists(cache))
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    // In a process that has just started.
    private static async Task<double> FirstAsync(BenchData data, IEnumerable<string> warming, string path)
    {
        using var server = Product(data);
        await server.ReadyAsync();
        using var client = new HttpClient();
        foreach (var other in warming)
        {
            await client.GetByteArrayAsync($"{server.Address}{data.Short}/{other}");
        }

        return await TimeAsync(client, $"{server.Address}{data.Long}/{path}");
    }

    // In a process that has opened other assets a few hundred times, with a cache that holds none of them: the median of assets it has never seen.
    private static async Task<double> LaterAsync(BenchData data, string path)
    {
        using var server = Product(data, ("MEDIAPLATFORM_StreamingEndpoint__SourceCacheBytes", "1048576"));
        await server.ReadyAsync();
        using var client = new HttpClient();
        var (seen, unseen) = (data.Others[..(data.Others.Count / 2)], data.Others[(data.Others.Count / 2)..]);
        for (var turn = 0; turn < Openings; turn++)
        {
            await TimeAsync(client, $"{server.Address}{seen[turn % seen.Count]}/{path}");
        }

        var times = new List<double>();
        foreach (var asset in unseen)
        {
            times.Add(await TimeAsync(client, $"{server.Address}{asset}/{path}"));
        }

        return times.Order().ElementAt(times.Count / 2);
    }

    private static ServerProcess Product(BenchData data, params (string Name, string Value)[] environment)
    {
        var port = ServerProcess.FreePort();
        return new("bash", [Script, "--data", data.Directory, "--port", port.ToString(CultureInfo.InvariantCulture), "--roles", "Streaming"], port, environment);
    }

    private static async Task<double> TimeAsync(HttpClient client, string address)
    {
        // Thrown away as it comes: memory for 5 MB would be the client's own time.
        var buffer = new byte[64 << 10];
        var started = Stopwatch.GetTimestamp();
        await using var body = await client.GetStreamAsync(address);
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
