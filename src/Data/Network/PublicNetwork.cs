using System.Net;
using System.Net.Sockets;

namespace MediaPlatform.Data.Network;

/// <summary>
/// Connections to servers that settings or policies name: to public addresses only, unless the operator allows others. The address
/// that was checked is the one that is connected to, and redirects are not followed.
/// </summary>
public static class PublicNetwork
{
    /// <summary>A handler for a client of such a server.</summary>
    /// <param name="allowsPrivate">Lets in loopback, private and link-local addresses.</param>
    public static SocketsHttpHandler CreateHandler(bool allowsPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowsPrivate, cancellationToken),
    };

    /// <summary>Whether an address belongs to the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // Global unicast only, less 6to4 and NAT64, which lead to IPv4.
            var six = address.GetAddressBytes();
            return (six[0] & 0xE0) == 0x20 && !(six[0] == 0x20 && six[1] == 0x02);
        }

        var four = address.GetAddressBytes();
        return !(four[0] is 0 or 10 or 127 or >= 224
            || (four[0] == 100 && four[1] is >= 64 and < 128)
            || (four[0] == 169 && four[1] == 254)
            || (four[0] == 172 && four[1] is >= 16 and < 32)
            || (four[0] == 192 && four[1] is 168 or 0)
            || (four[0] == 198 && four[1] is 18 or 19));
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, bool allowsPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => allowsPrivate || IsPublic(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
