using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.ServiceDefaults.Networks;

/// <summary>Which addresses may be reached on behalf of a caller: public ones, and those of networks that the operator allows.</summary>
/// <param name="allowed">CIDR ranges that may be reached although they are not public.</param>
public sealed class NetworkGuard(IEnumerable<string> allowed)
{
    // Special-purpose registries of RFC 6890 and its updates, multicast and reserved space.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork PublicSixes = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private readonly IPNetwork[] _allowed = [.. allowed.Select(IPNetwork.Parse)];

    /// <summary>Whether a connection may go there.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = Unwrapped(address);
        if (_allowed.Any(network => network.Contains(plain))) return true;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6 && !PublicSixes.Contains(plain)) return false;
        return !NotPublic.Any(network => network.Contains(plain));
    }

    // ::ffff:10.0.0.1 and, behind a NAT64, 64:ff9b::10.0.0.1 reach 10.0.0.1.
    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
    }
}
