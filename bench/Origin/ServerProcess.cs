using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.Bench.Origin;

/// <summary>A server under test: its process, port, CPU time and memory.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly long TicksPerSecond = 100;
    private readonly Process _process;

    public ServerProcess(string file, IEnumerable<string> arguments, int port, params (string Name, string Value)[] environment)
    {
        Port = port;
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{file} does not start.");
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task ReadyAsync()
    {
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var reply = await client.GetAsync(Address);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("The server does not answer.");
    }

    /// <summary>CPU seconds of the process and its children.</summary>
    public double CpuSeconds() => Family().Sum(id =>
    {
        var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[1].Split(' ');
        return (double)(Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    });

    /// <summary>Proportional set size of the process and its children, in MB.</summary>
    public double MemoryMegabytes() => Family().Sum(id =>
        File.ReadLines($"/proc/{id}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Sum(line => Number(line[4..^2].Trim())) / 1024.0);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private IEnumerable<int> Family()
    {
        var children = File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Select(int.Parse).Prepend(_process.Id);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
