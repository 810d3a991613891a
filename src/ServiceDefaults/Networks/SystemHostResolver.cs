using System.Net;

namespace MediaPlatform.ServiceDefaults.Networks;

/// <summary>The resolver of the operating system.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    /// <inheritdoc/>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
