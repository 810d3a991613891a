using System.Net;

namespace MediaPlatform.ServiceDefaults.Networks;

/// <summary>Name resolution, the outside boundary of addresses that callers name.</summary>
public interface IHostResolver
{
    /// <summary>The addresses of a host name.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
