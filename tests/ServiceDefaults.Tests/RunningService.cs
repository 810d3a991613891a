using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ServiceDefaults.Tests;

/// <summary>A service with nothing but what all services have, on a loopback port; <c>/work</c> writes a log line.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ScopedLines _lines;

    private RunningService(WebApplication app, ScopedLines lines) => (_app, _lines) = (app, lines);

    public HttpClient Client { get; } = new();

    /// <summary>What was logged by /work, each line with the members of its scopes.</summary>
    public IReadOnlyCollection<IReadOnlyDictionary<string, object?>> Log => _lines.Lines;

    public static async Task<RunningService> StartAsync(Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var lines = new ScopedLines();
        builder.Logging.AddProvider(lines);
        builder.AddServiceDefaults();
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapServiceDefaults();
        app.MapGet("/work", (ILogger<RunningService> logger) =>
        {
            logger.LogInformation("worked");
            return Results.Ok();
        });
        await app.StartAsync();
        var service = new RunningService(app, lines);
        service.Client.BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class ScopedLines : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<IReadOnlyDictionary<string, object?>> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName.EndsWith(nameof(RunningService), StringComparison.Ordinal));

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose() => Lines.Clear();

        private sealed class Logger(ScopedLines lines, bool isOurs) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => lines._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => isOurs;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var members = new Dictionary<string, object?>();
                lines._scopes.ForEachScope(
                    (scope, found) =>
                    {
                        foreach (var (name, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                        {
                            found[name] = value;
                        }
                    },
                    members);
                lines.Lines.Enqueue(members);
            }
        }
    }
}
