using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using MediaPlatform.AllInOne.Player;
using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Identity;
using MediaPlatform.Data.Blobs;
using Microsoft.Extensions.Options;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>Makes sure that a started server has an account, a running default endpoint and a way in for its owner.</summary>
/// <param name="services">Container of the control plane.</param>
/// <param name="host">Names of the first account.</param>
/// <param name="ports">Where the services listen.</param>
internal sealed class FirstAccount(IServiceProvider services, HostOptions host, ServicePorts ports)
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(1);

    /// <summary>Ensures all of it, keeping ids and secrets of an earlier start. The hosts may be starting meanwhile.</summary>
    /// <param name="data">Where an earlier start left its connection file.</param>
    /// <param name="authorityPath">Certificate that clients must trust.</param>
    /// <param name="schema">Ends when the catalog has its tables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What goes into the connection file.</returns>
    public async Task<ConnectionFile> EnsureAsync(DataDirectory data, string authorityPath, Task schema, CancellationToken cancellationToken)
    {
        var earlier = ConnectionFile.Read(data.Inside(ConnectionFile.FileName));
        var identity = services.GetRequiredService<IdentityBootstrapper>();
        if (earlier is null)
        {
            identity.MakeKeyAhead();
        }

        await schema;
        var blobs = services.GetRequiredService<IOptions<BlobsOptions>>().Value;
        if (blobs.Provider == BlobProvider.Azure && !blobs.Accounts.ContainsKey(host.StorageAccount))
        {
            throw new ValidationException($"Host:StorageAccount is {host.StorageAccount}, which {BlobsOptions.Section}:Accounts does not have.");
        }

        await services.GetRequiredService<AccountBootstrapper>().EnsureAsync(
            host.SubscriptionId, host.ResourceGroup, host.Account, host.Location, host.StorageAccount, startEndpoint: true, cancellationToken);

        var clientId = Guid.TryParse(earlier?.ClientId, out var known) ? known : (Guid?)null;
        var owner = await identity.EnsureAsync(
            "owner of this installation", clientId, earlier?.ClientSecret ?? NewSecret(), IdentityBootstrapper.OwnerRole, "/", cancellationToken);
        var arm = Url("https", ServiceRole.ControlPlane);
        return new(
            arm,
            Url("http", ServiceRole.ControlPlane),
            Url("http", ServiceRole.Streaming),
            Url("http", ServiceRole.KeyDelivery),
            blobs.Provider == BlobProvider.Disk ? Url("http", ServiceRole.Blobs) : null,
            host.SubscriptionId.ToString(),
            host.ResourceGroup,
            host.Account,
            owner.TenantId.ToString(),
            owner.ClientId.ToString(),
            owner.ClientSecret!,
            await identity.IssueTokenAsync(owner.ClientId, arm, TokenLifetime, cancellationToken),
            authorityPath,
            new Uri(Url("http", ServiceRole.Streaming), PlayerPage.Path + "/"),
            new Uri(Url("http", ServiceRole.ControlPlane), "/swagger"));
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private Uri Url(string scheme, ServiceRole role) => new($"{scheme}://{host.PublicHost}:{ports.Of(role)}");
}
