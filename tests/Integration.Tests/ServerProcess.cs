using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MediaPlatform.TestKit.Contract;

namespace MediaPlatform.Integration.Tests;

/// <summary>AllInOne as a process of its own on free loopback ports, as a user starts it; killed when disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly string s_program = FindProgram();
    private readonly Process _process;
    private readonly bool _ownsData;

    private ServerProcess(Process process, string dataPath, bool ownsData, int port)
    {
        _process = process;
        DataPath = dataPath;
        _ownsData = ownsData;
        Port = port;
    }

    /// <summary>Its data folder.</summary>
    public string DataPath { get; }

    /// <summary>The first of its ports.</summary>
    public int Port { get; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Lines of standard output so far.</summary>
    public ConcurrentQueue<string> Output { get; } = new();

    /// <summary>Lines of standard error so far.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>What connection.json says; empty where the management API runs in another process.</summary>
    public JsonNode Connection { get; private set; } = new JsonObject();

    /// <summary>Path of connection.json.</summary>
    public string ConnectionPath => Path.Combine(DataPath, "connection.json");

    /// <summary>Path of the certificate that clients must trust.</summary>
    public string CaCertificate => Connection["caCertificate"]!.GetValue<string>();

    /// <summary>Starts a server and waits until it says ready.</summary>
    /// <param name="dataPath">An earlier data folder to go on with, or null for a new one that goes away with the process.</param>
    /// <param name="port">First port, or null for free ones.</param>
    /// <param name="arguments">Further arguments.</param>
    public static async Task<ServerProcess> StartAsync(string? dataPath = null, int? port = null, params string[] arguments)
    {
        var data = dataPath ?? Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        var first = port ?? FreePorts();
        // Whoever runs the tests in the background of a script has them ignore Ctrl-C, and all that they start.
        var start = new ProcessStartInfo("env")
        {
            ArgumentList = { "--default-signal=INT", "dotnet", s_program, "--data", data, "--port", $"{first}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["MEDIAPLATFORM_Player__LibraryDirectory"] = Path.Combine(Repository.Root, "artifacts", "players");
        var server = new ServerProcess(new Process { StartInfo = start }, data, dataPath is null, first);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server._process.OutputDataReceived += (_, line) => server.Take(line.Data, ready);
        server._process.ErrorDataReceived += (_, line) => server.Errors.Enqueue(line.Data ?? "");
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await Task.WhenAny(ready.Task, server._process.WaitForExitAsync(), Task.Delay(StartLimit));
            if (!ready.Task.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException($"The server did not start: {string.Join('\n', server.Output.Concat(server.Errors))}");
            }

            if (File.Exists(server.ConnectionPath))
            {
                server.Connection = JsonNode.Parse(await File.ReadAllTextAsync(server.ConnectionPath))!;
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that sends the bearer token of this server to its management API and holds every reply against the official documents.</summary>
    public HttpClient ArmClient()
    {
        var client = new HttpClient(new ReplyCheckHandler()) { BaseAddress = new Uri(Connection["armHttpEndpoint"]!.GetValue<string>()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Connection["token"]!.GetValue<string>());
        return client;
    }

    /// <summary>Path of the media account in the management API.</summary>
    public string AccountPath =>
        $"/subscriptions/{Connection["subscriptionId"]}/resourceGroups/{Connection["resourceGroup"]}" +
        $"/providers/Microsoft.Media/mediaServices/{Connection["account"]}";

    /// <summary>Waits until a server with --json has printed an event that fits.</summary>
    /// <param name="name">Name of the event; when «failed» comes first, the test fails.</param>
    /// <param name="limit">How long that may take.</param>
    /// <param name="condition">What the event must say; anything when null.</param>
    public async Task<JsonNode> WaitForEventAsync(string name, TimeSpan limit, Func<JsonNode, bool>? condition = null)
    {
        using var timeout = new CancellationTokenSource(limit);
        while (true)
        {
            var events = Output.Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!).ToList();
            Assert.That(events.Where(said => said["event"]!.GetValue<string>() == "failed"), Is.Empty);
            if (events.FirstOrDefault(said => said["event"]!.GetValue<string>() == name && condition?.Invoke(said) != false) is { } found)
            {
                return found;
            }

            await Task.Delay(100, timeout.Token);
        }
    }

    /// <summary>Kills the process at once, as a power cut would; the data stays.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, as Ctrl-C does, and gives its exit code.</summary>
    /// <param name="signal">INT, or TERM as service managers send it.</param>
    public async Task<int> InterruptAsync(string signal = "INT")
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        if (_ownsData && Directory.Exists(DataPath))
        {
            Directory.Delete(DataPath, recursive: true);
        }
    }

    /// <summary>First of four consecutive ports that nobody uses, below those that the system gives to connections on their way out.</summary>
    public static int FreePorts()
    {
        for (var attempt = 0; ; attempt++)
        {
            var first = Random.Shared.Next(20000, 32000);
            try
            {
                for (var port = first; port < first + 4; port++)
                {
                    using var listener = new TcpListener(IPAddress.Loopback, port);
                    listener.Start();
                }

                return first;
            }
            catch (SocketException) when (attempt < 50)
            {
                // Taken: try another block.
            }
        }
    }

    // What run.sh built, which is what users start and needs no compiling at its start; else, or when that is older, the build that the tests refer to.
    private static string FindProgram()
    {
        const string Name = "MediaPlatform.AllInOne.dll";
        var published = Path.Combine(Repository.Root, "artifacts", "app");
        var stamp = new FileInfo(Path.Combine(published, "stamp"));
        var built = Directory.EnumerateFiles(AppContext.BaseDirectory, "MediaPlatform.*.dll").Where(path => !Path.GetFileName(path).Contains("Test", StringComparison.Ordinal)).Max(File.GetLastWriteTimeUtc);
        return Path.Combine(stamp.Exists && stamp.LastWriteTimeUtc >= built ? published : AppContext.BaseDirectory, Name);
    }

    private void Take(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        Output.Enqueue(line);
        if (line.StartsWith("ready", StringComparison.Ordinal) || line.StartsWith("{\"event\":\"ready\"", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }
}
