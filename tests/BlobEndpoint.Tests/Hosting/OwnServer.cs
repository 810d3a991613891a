using System.Net;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Data.Blobs.Disk;
using MediaPlatform.Data.Storage;
using MediaPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.BlobEndpoint.Tests.Hosting;

/// <summary>Our endpoint as the host runs it: Kestrel on a free loopback port, over a temporary folder.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    public const string Account = "storage";

    private readonly WebApplication _app;
    private readonly TemporaryFolder? _ownFolder;

    private OwnServer(WebApplication app, TemporaryFolder? ownFolder, string folder, Uri address, string accountKey)
    {
        (_app, _ownFolder, Folder, Address, AccountKey) = (app, ownFolder, folder, address, accountKey);
    }

    public string Folder { get; }

    /// <summary>Without account.</summary>
    public Uri Address { get; }

    /// <summary>Base64.</summary>
    public string AccountKey { get; }

    public IServiceProvider Services => _app.Services;

    public IBlobStore Store => _app.Services.GetRequiredService<IBlobStore>();

    /// <param name="folder">Data of an earlier server; a temporary folder when null.</param>
    public static async Task<OwnServer> StartAsync(string? folder = null, params (string Key, string Value)[] settings)
    {
        var ownFolder = folder is null ? new TemporaryFolder() : null;
        folder ??= ownFolder!.FullPath;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection([new("Data:Directory", folder), .. settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))]);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.AddBlobEndpoint();
        var app = builder.Build();
        app.MapBlobEndpoint();
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var keys = await app.Services.GetRequiredService<StorageKeyStore>().GetOrCreateAsync(Account, CancellationToken.None);
        return new OwnServer(app, ownFolder, folder, address, Convert.ToBase64String(keys[0]));
    }

    public DiskContainer Container(string name) => _app.Services.GetRequiredService<DiskBlobStore>().GetContainer(Account, name);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ownFolder?.Dispose();
    }
}
