using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MediaPlatform.AllInOne.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.AllInOne.Tests;

/// <summary>Connections that leave, or stay silent, before the port knows whether they are http or https.</summary>
public sealed class FirstByteTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);
    private readonly Faults _faults = new();
    private string _folder = null!;
    private WebApplication _app = null!;
    private int _port;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("mediaplatform-test-").FullName;
        var certificate = new LocalCertificates(_folder, TimeProvider.System).LoadOrCreate(["127.0.0.1"]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_faults);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttpAndHttps(certificate));
        });
        _app = builder.Build();
        _app.MapGet("/scheme", (HttpRequest request) => request.Scheme);
        await _app.StartAsync();
        _port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        _faults.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_connection_that_stays_silent_is_closed_like_one_that_fell_silent()
    {
        using var client = await ConnectAsync();

        Assert.That(await client.ReceiveAsync(new byte[100]).WaitAsync(s_soon), Is.Zero);
    }

    [Test]
    public async Task Connections_that_leave_at_once_are_no_faults()
    {
        for (var i = 0; i < 200; i++)
        {
            using var client = await ConnectAsync();
            client.LingerState = new LingerOption(i % 2 == 0, 0);
        }

        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync($"http://127.0.0.1:{_port}/scheme"), Is.EqualTo("http"));
        await Task.Delay(500);
        Assert.That(_faults.Seen, Is.Empty);
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, _port);
        return client;
    }

    private sealed class Faults : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Seen.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
