using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace MediaPlatform.ServiceDefaults.Requests;

internal static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TrustedProxyOptions>().Bind(configuration.GetSection(TrustedProxyOptions.Section))
            .Validate(options => options.Trusted.All(IsAddressOrNetwork), "Proxies:Trusted holds IP addresses or networks in CIDR form.")
            .ValidateOnStart();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<TrustedProxyOptions>>(Apply);
    }

    private static void Apply(ForwardedHeadersOptions forwarded, IOptions<TrustedProxyOptions> proxies)
    {
        // The framework trusts loopback by default; a header then could be forged by anybody who reaches the port through a tunnel.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        if (proxies.Value.Trusted.Count == 0)
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.None;
            return;
        }

        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.ForwardLimit = null;
        foreach (var entry in proxies.Value.Trusted)
        {
            if (IPAddress.TryParse(entry, out var address))
            {
                forwarded.KnownProxies.Add(address);
            }
            else
            {
                forwarded.KnownIPNetworks.Add(IPNetwork.Parse(entry));
            }
        }
    }

    private static bool IsAddressOrNetwork(string entry) => IPAddress.TryParse(entry, out _) || IPNetwork.TryParse(entry, out _);
}
