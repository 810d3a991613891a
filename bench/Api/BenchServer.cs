using System.Diagnostics;
using System.Globalization;
using MediaPlatform.Bench.Origin;
using MediaPlatform.ControlPlane;
using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.Bench.Api;

/// <summary>The control plane alone in a process. Leaves a bearer token in its folder once it answers.</summary>
internal static class BenchServer
{
    public static async Task RunAsync(BenchCatalog catalog, int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(catalog.Settings());
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.AddControlPlane();
        var app = builder.Build();
        app.MapControlPlane();
        await app.StartAsync();
        await app.Services.GetRequiredService<AccountBootstrapper>().EnsureAsync(
            Guid.Parse(BenchCatalog.Subscription), BenchCatalog.ResourceGroup, BenchCatalog.Account, "westeurope", BenchCatalog.Storage, startEndpoint: false, default);
        var identity = app.Services.GetRequiredService<IdentityBootstrapper>();
        var credentials = await identity.EnsureAsync("bench", null, null, IdentityBootstrapper.OwnerRole, "/", default);
        var token = await identity.IssueTokenAsync(credentials.ClientId, new Uri($"http://127.0.0.1:{port}"), TimeSpan.FromHours(6), default);
        var file = TokenFile(catalog.Folder);
        await File.WriteAllTextAsync(file + ".new", token);
        File.Move(file + ".new", file);
        await app.WaitForShutdownAsync();
    }

    /// <summary>Starts the process and waits until it has answered; gives the token and the seconds that it took.</summary>
    public static async Task<(ServerProcess Server, string Token, double Seconds)> StartAsync(BenchCatalog catalog)
    {
        File.Delete(TokenFile(catalog.Folder));
        var port = ServerProcess.FreePort();
        var clock = Stopwatch.StartNew();
        var server = new ServerProcess(
            Environment.ProcessPath!, ["serve", catalog.Provider.ToString(), catalog.Connection, catalog.Folder, port.ToString(CultureInfo.InvariantCulture)], port);
        while (!File.Exists(TokenFile(catalog.Folder)))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(2))
            {
                server.Dispose();
                throw new InvalidOperationException("The server does not become ready.");
            }

            await Task.Delay(5);
        }

        return (server, await File.ReadAllTextAsync(TokenFile(catalog.Folder)), clock.Elapsed.TotalSeconds);
    }

    private static string TokenFile(string folder) => Path.Combine(folder, "token");
}
