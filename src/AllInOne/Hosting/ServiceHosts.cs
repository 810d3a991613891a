using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>The hosts of one process: every role in a container of its own, as if it ran alone.</summary>
internal sealed class ServiceHosts : IAsyncDisposable
{
    private readonly Dictionary<ServiceRole, IHost> _hosts = [];

    /// <summary>Builds the hosts of <paramref name="roles"/>; nothing listens yet.</summary>
    /// <param name="roles">Services to hold.</param>
    /// <param name="configuration">Settings that all of them share.</param>
    /// <param name="ports">Where those that listen do.</param>
    /// <param name="listen">IP address, or <c>*</c> for all.</param>
    /// <param name="certificate">Shown to TLS clients.</param>
    public static ServiceHosts Build(
        IEnumerable<ServiceRole> roles, IConfiguration configuration, ServicePorts ports, string listen, X509Certificate2 certificate)
    {
        var hosts = new ServiceHosts();
        foreach (var role in roles)
        {
            hosts._hosts[role] = ports.Of(role) is { } port
                ? BuildListening(role, configuration, kestrel => Listen(kestrel, listen, port, certificate))
                : BuildSilent(role, configuration);
        }

        return hosts;
    }

    /// <summary>The container of a role that is here.</summary>
    public IServiceProvider ServicesOf(ServiceRole role) => _hosts[role].Services;

    /// <summary>Starts all hosts side by side; when one fails the others may be running, and want <see cref="StopAsync"/>.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_hosts.Values.Select(host => Task.Run(() => host.StartAsync(cancellationToken), cancellationToken)));

    /// <summary>Stops all hosts side by side, letting requests in flight end.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_hosts.Values.Select(host => host.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            if (host is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }

    private static WebApplication BuildListening(ServiceRole role, IConfiguration configuration, Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "MediaPlatform." + role });
        Prepare(builder, configuration);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listen(kestrel);
        });
        builder.Services.AddRoutingCore();
        ServiceModules.Add(role, builder);
        var app = builder.Build();
        ServiceModules.Map(role, app);
        return app;
    }

    private static IHost BuildSilent(ServiceRole role, IConfiguration configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "MediaPlatform." + role });
        Prepare(builder, configuration);
        ServiceModules.Add(role, builder);
        return builder.Build();
    }

    private static void Prepare(IHostApplicationBuilder builder, IConfiguration configuration)
    {
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        AddConsole(builder.Logging, configuration.GetSection(HostOptions.Section).Get<HostOptions>()?.LogFormat ?? LogFormat.Text);

        // The process waits for Ctrl-C itself, once, and stops its hosts together.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
    }

    private static void AddConsole(ILoggingBuilder logging, LogFormat format)
    {
        if (format == LogFormat.Json)
        {
            logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                console.UseUtcTimestamp = true;
            });
            return;
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
    }

    private static void Listen(KestrelServerOptions kestrel, string address, int port, X509Certificate2 certificate)
    {
        void Both(ListenOptions listen) => listen.UseHttpAndHttps(certificate);
        if (address == "*")
        {
            kestrel.ListenAnyIP(port, Both);
            return;
        }

        var ip = IPAddress.Parse(address);
        if (IPAddress.Loopback.Equals(ip))
        {
            kestrel.ListenLocalhost(port, Both); // both families: clients are free in what they make of «localhost»
        }
        else
        {
            kestrel.Listen(ip, port, Both);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
