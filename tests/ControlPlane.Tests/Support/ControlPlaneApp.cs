using System.Net.Http.Headers;
using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ControlPlane.Tests.Support;

/// <summary>A real control plane on a loopback port, with an SQLite catalog and disk blobs in a temporary folder.</summary>
internal sealed class ControlPlaneApp : IAsyncDisposable
{
    public const string Subscription = "00000000-0000-0000-0000-000000000000";
    public const string ResourceGroup = "contosorg";
    public const string AccountName = "contosomedia";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private ControlPlaneApp(WebApplication app, string folder, bool ownsFolder)
    {
        _app = app;
        _folder = folder;
        _ownsFolder = ownsFolder;
    }

    public Uri Address { get; private set; } = new("http://localhost");

    public IssuedCredentials Credentials { get; private set; } = new(default, default, null);

    public Guid AccountId { get; private set; }

    public IServiceProvider Services => _app.Services;

    public string Folder => _folder;

    public LogLines Log { get; private init; } = new();

    public static string Account => AccountPath(AccountName);

    public static string AccountPath(string name) => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}/providers/Microsoft.Media/mediaServices/{name}";

    public static Task<ControlPlaneApp> StartWithAccountAsync(params (string Key, string Value)[] settings) =>
        StartAsync(Directory.CreateTempSubdirectory("controlplane").FullName, ownsFolder: true, settings);

    /// <summary>Starts on an existing folder, as after a restart.</summary>
    public static async Task<ControlPlaneApp> StartAsync(string folder, bool ownsFolder, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Directory"] = folder,
            ["Endpoints:Blobs"] = "http://127.0.0.1:8082",
            ["Endpoints:Streaming"] = "http://127.0.0.1:8080",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        builder.Logging.ClearProviders();
        var lines = new LogLines();
        builder.Logging.AddProvider(lines);
        if (builder.Configuration["Test:Certificate"] is { } certificate)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
                System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        }
        else
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        builder.AddControlPlane();
        var app = builder.Build();
        app.MapControlPlane();
        await app.StartAsync();
        var running = new ControlPlaneApp(app, folder, ownsFolder) { Log = lines };
        await running.PrepareAsync();
        return running;
    }

    /// <summary>A client that is signed in as owner.</summary>
    public ArmClient Owner() => Client(Credentials.ClientId);

    public ArmClient Anonymous() => new(new HttpClient { BaseAddress = Address });

    public async Task<ArmClient> WithRoleAsync(string role, string scope = "/")
    {
        var identity = Services.GetRequiredService<IdentityBootstrapper>();
        var issued = await identity.EnsureAsync(role, null, null, role, scope, CancellationToken.None);
        return Client(issued.ClientId);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private ArmClient Client(Guid clientId)
    {
        var identity = Services.GetRequiredService<IdentityBootstrapper>();
        var token = identity.IssueTokenAsync(clientId, Address, TimeSpan.FromHours(1), CancellationToken.None).GetAwaiter().GetResult();
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(http);
    }

    private async Task PrepareAsync()
    {
        Address = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Credentials = await Services.GetRequiredService<IdentityBootstrapper>()
            .EnsureAsync("owner", null, null, IdentityBootstrapper.OwnerRole, "/", CancellationToken.None);
        AccountId = await Services.GetRequiredService<AccountBootstrapper>()
            .EnsureAsync(Guid.Parse(Subscription), ResourceGroup, AccountName, "westeurope", "contosostorage", startEndpoint: false, CancellationToken.None);
    }
}
