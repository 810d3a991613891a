using System.Diagnostics;
using System.Globalization;
using MediaPlatform.StreamingEndpoint;

namespace MediaPlatform.Bench.Origin;

/// <summary>Runs every case against our server and against nginx with the very same bytes as files, in turns.</summary>
internal sealed class Comparison(int seconds, int rounds, string only, long sharedBytes)
{
    /// <summary>What the product sets for segments that requests share, in bytes.</summary>
    public static readonly long Shared = new StreamingEndpointOptions().SharedBytes;

    private const string NginxConfiguration = """
        user {2}; daemon off; worker_processes 2; pid {0}/nginx.pid; error_log stderr crit;
        events { worker_connections 1024; }
        http { access_log off; keepalive_requests 1000000;
          client_body_temp_path {0}/t; proxy_temp_path {0}/t; fastcgi_temp_path {0}/t; uwsgi_temp_path {0}/t; scgi_temp_path {0}/t;
          server { listen 127.0.0.1:{1}; root {0}/www; default_type video/mp4; location /sendfile/ { sendfile on; tcp_nopush on; alias {0}/www/; } } }
        """;

    public async Task RunAsync()
    {
        using var data = new BenchData();
        await data.BuildAsync();
        using var six = Ours(data, "6", sharedBytes);
        using var two = Ours(data, "2", sharedBytes);
        using var nginx = Nginx(data.Directory);
        await Task.WhenAll(six.ReadyAsync(), two.ReadyAsync(), nginx.ReadyAsync());
        if (only.Length == 0)
        {
            await Cold.RunAsync(data);
        }

        Console.WriteLine($"{"case",-22}{"bytes",10}{"req/CPU-s",11}{"MB/CPU-s",10}{"p99 ms",8}{"nginx",9}{"ratio",7}{"bar",6}{"sendfile",10}{"ratio",7}");
        foreach (var row in Case.All(data).Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            await CompareAsync(row, row.IsShortFragments ? two : six, nginx, data.Directory);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory after all of it (PSS): {six.MemoryMegabytes():F0} MB at 6 s, {two.MemoryMegabytes():F0} MB at 2 s"));
    }

    public static ServerProcess Ours(BenchData data, string fragmentSeconds, long? sharedBytes = null)
    {
        var port = ServerProcess.FreePort();
        return new ServerProcess(Environment.ProcessPath!, ["serve", data.Directory, port.ToString(CultureInfo.InvariantCulture), fragmentSeconds, (sharedBytes ?? Shared).ToString(CultureInfo.InvariantCulture)], port);
    }

    private static ServerProcess Nginx(string directory)
    {
        var port = ServerProcess.FreePort();
        Directory.CreateDirectory(Path.Combine(directory, "www"));
        var configuration = Path.Combine(directory, "nginx.conf");
        File.WriteAllText(configuration, NginxConfiguration.Replace("{0}", directory, StringComparison.Ordinal).Replace("{1}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{2}", Environment.UserName, StringComparison.Ordinal));
        return new ServerProcess("nginx", ["-c", configuration, "-p", directory], port);
    }

    private async Task CompareAsync(Case row, ServerProcess ours, ServerProcess nginx, string directory)
    {
        using var client = new HttpClient();
        using var probe = await client.GetAsync(ours.Address + row.Path);
        if (!probe.IsSuccessStatusCode)
        {
            Console.WriteLine($"{row.Name,-22}{(int)probe.StatusCode} {await probe.Content.ReadAsStringAsync()}");
            return;
        }

        var file = row.Name.Replace(" ", "", StringComparison.Ordinal);
        var bytes = await probe.Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(Path.Combine(directory, "www", file), bytes);
        var (own, copied, sent) = (new List<LoadRun>(), new List<LoadRun>(), new List<LoadRun>());
        await LoadRun.RunAsync(ours, row.Path, 8, bytes.Length);
        await LoadRun.RunAsync(nginx, "/" + file, 1, bytes.Length);
        for (var round = 0; round < rounds; round++)
        {
            own.Add(await LoadRun.RunAsync(ours, row.Path, seconds, bytes.Length));
            copied.Add(await LoadRun.RunAsync(nginx, "/" + file, seconds, bytes.Length));
            sent.Add(await LoadRun.RunAsync(nginx, "/sendfile/" + file, seconds, bytes.Length));
        }

        var mine = Median(own, run => run.RequestsPerCpuSecond);
        var theirs = Median(copied, run => run.RequestsPerCpuSecond);
        var kernel = Median(sent, run => run.RequestsPerCpuSecond);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Name,-22}{bytes.Length,10}{mine,11:F0}{Median(own, run => run.MegabytesPerCpuSecond),10:F0}{Median(own, run => run.P99Milliseconds),8:F1}{theirs,9:F0}{mine / theirs,7:F2}{row.Bar,6:F1}{kernel,10:F0}{mine / kernel,7:F2}"));
    }

    private static double Median(List<LoadRun> runs, Func<LoadRun, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
