using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Addresses of the other services as the client of a request can reach them.</summary>
internal sealed class PublicEndpoints(IOptions<EndpointsOptions> options)
{
    /// <summary>Base address of SAS URLs, without account.</summary>
    public Uri Blobs(HttpRequest request) => AsSeenBy(request, options.Value.Blobs);

    /// <summary>hostName of streaming endpoints; carries a port unless it is the default one of https.</summary>
    public string StreamingHost(HttpRequest request)
    {
        var uri = AsSeenBy(request, options.Value.Streaming);
        return uri.IsDefaultPort ? uri.Host : uri.Authority;
    }

    /// <summary>Whether names can be put before a host, unlike before an address or localhost.</summary>
    public static bool IsDomain(string host)
    {
        var name = new HostString(host).Host.Trim('[', ']');
        return !name.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(name, out _);
    }

    // An address configured with a real host is public as it is. One that only says "this machine" takes over what the client called us by.
    private static Uri AsSeenBy(HttpRequest request, Uri? configured)
    {
        if (configured is not null && !IsThisMachine(configured.Host))
        {
            return configured;
        }

        var port = configured?.Port ?? request.Host.Port ?? (request.IsHttps ? 443 : 80);
        return new UriBuilder(request.Scheme, request.Host.Host.Trim('[', ']'), port).Uri;
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
