using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.TestKit;

/// <summary>A PostgreSQL server of the distribution on a free loopback port, with its data in a temporary folder.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string[] Root = ["/usr/lib/postgresql", "/opt/homebrew/opt/postgresql", "/usr/pgsql"];

    private readonly string _bin;
    private readonly string _folder;
    private readonly Process _server;
    private readonly int _port;

    private PostgresServer(string bin, string folder, Process server, int port)
    {
        (_bin, _folder, _server, _port) = (bin, folder, server, port);
    }

    /// <summary>Whether the machine has PostgreSQL's server programs.</summary>
    public static bool IsInstalled => FindBin() is not null;

    public static async Task<PostgresServer> StartAsync()
    {
        var bin = FindBin() ?? throw new InvalidOperationException("PostgreSQL's server programs are not installed.");
        var folder = Directory.CreateTempSubdirectory("mp-postgres-").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres:", folder]);
        var data = Path.Combine(folder, "data");
        await RunAsync(AsUser(Path.Combine(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]));
        var port = FreePort();
        var server = Start(AsUser(
            Path.Combine(bin, "postgres"),
            ["-D", data, "-h", "127.0.0.1", "-p", $"{port}", "-k", folder, "-F", "-c", "max_connections=200"]));
        var started = new PostgresServer(bin, folder, server, port);
        await started.WaitUntilReadyAsync();
        return started;
    }

    /// <summary>A connection string for a database that need not exist yet.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=40";

    /// <summary>Takes the server away; its data stays until it is disposed of.</summary>
    public async Task StopAsync()
    {
        if (!_server.HasExited)
        {
            await RunAsync(AsUser(Path.Combine(_bin, "pg_ctl"), ["-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop"]));
            await _server.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBin()
    {
        var versions = Root.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"));
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions.Concat(onPath).FirstOrDefault(folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    // The server refuses to run as root.
    private static ProcessStartInfo AsUser(string program, IEnumerable<string> arguments) =>
        Environment.IsPrivilegedProcess
            ? Command("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : Command(program, arguments);

    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };

    private static Process Start(ProcessStartInfo command)
    {
        var process = Process.Start(command) ?? throw new InvalidOperationException($"{command.FileName} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Task RunAsync(string program, IEnumerable<string> arguments) => RunAsync(Command(program, arguments));

    private static async Task RunAsync(ProcessStartInfo command)
    {
        using var process = Process.Start(command) ?? throw new InvalidOperationException($"{command.FileName} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command.FileName} failed: {await errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_server.HasExited) throw new InvalidOperationException("The PostgreSQL server ended while it started.");
            using var probe = Process.Start(Command(Path.Combine(_bin, "pg_isready"), ["-h", "127.0.0.1", "-p", $"{_port}", "-q"]))!;
            await probe.WaitForExitAsync(limit.Token);
            if (probe.ExitCode == 0) return;
            await Task.Delay(50, limit.Token);
        }
    }
}
