using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MediaPlatform.Bench.Origin;

/// <summary>What one run of wrk against one server gave.</summary>
internal sealed partial record LoadRun(double RequestsPerCpuSecond, double MegabytesPerCpuSecond, double P99Milliseconds)
{
    private const int Connections = 16;

    public static async Task<LoadRun> RunAsync(ServerProcess server, string path, int seconds, long length)
    {
        var before = server.CpuSeconds();
        var output = await WrkAsync($"{server.Address}{path}", seconds);
        var cpu = server.CpuSeconds() - before;
        if (output.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path} was answered with errors: {output}");
        }

        var requests = double.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var p99 = P99().Match(output);
        var factor = p99.Groups[2].Value switch { "us" => 0.001, "s" => 1000, _ => 1.0 };
        return new(requests / cpu, requests * length / cpu / 1e6, double.Parse(p99.Groups[1].Value, CultureInfo.InvariantCulture) * factor);
    }

    private static async Task<string> WrkAsync(string url, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", $"-c{Connections}", $"-d{seconds}s", "--latency", url]) { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return output;
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();
}
