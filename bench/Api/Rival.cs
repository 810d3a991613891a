using System.Globalization;
using MediaPlatform.Bench.Origin;

namespace MediaPlatform.Bench.Api;

/// <summary>nginx with one worker, which sends a file of the same length as our reply.</summary>
internal sealed class Rival : IDisposable
{
    private const string Configuration = """
        user {2}; daemon off; worker_processes 1; pid {0}/nginx.pid; error_log stderr crit;
        events { worker_connections 1024; }
        http { access_log off; keepalive_requests 1000000; default_type application/json;
          client_body_temp_path {0}/t; proxy_temp_path {0}/t; fastcgi_temp_path {0}/t; uwsgi_temp_path {0}/t; scgi_temp_path {0}/t;
          server { listen 127.0.0.1:{1}; root {0}/www; } }
        """;

    private readonly string _folder;
    private readonly ServerProcess _nginx;
    private readonly OpenLoop _load;

    public Rival()
    {
        _folder = Directory.CreateTempSubdirectory("mp-bench-nginx-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "www"));
        var port = ServerProcess.FreePort();
        var file = Path.Combine(_folder, "nginx.conf");
        File.WriteAllText(file, Configuration.Replace("{0}", _folder, StringComparison.Ordinal)
            .Replace("{1}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{2}", Environment.UserName, StringComparison.Ordinal));
        _nginx = new ServerProcess("nginx", ["-c", file, "-p", _folder], port);
        _load = new OpenLoop(_nginx, null);
    }

    public Task ReadyAsync() => _nginx.ReadyAsync();

    public async Task<double> RequestsPerCpuSecondAsync(long length, int seconds)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "www", $"{length}"), new byte[length]);
        return await _load.RequestsPerCpuSecondAsync(OpenLoop.Get(_ => $"/{length}"), seconds);
    }

    public void Dispose()
    {
        _load.Dispose();
        _nginx.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
