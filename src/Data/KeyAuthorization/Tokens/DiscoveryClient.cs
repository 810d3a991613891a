using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Data.KeyAuthorization.Tokens;

/// <summary>
/// Reads documents of OpenID providers. Addresses come from policies, so they lead only to public hosts unless the operator
/// allows others; redirects are not followed, and the address that was checked is the one that is connected to.
/// </summary>
internal sealed class DiscoveryClient : IDisposable
{
    private const int MaxBytes = 256 << 10;
    private readonly HttpClient _client;
    private readonly bool _allowsPrivate;

    public DiscoveryClient(IOptions<KeyDeliveryOptions> options)
    {
        _allowsPrivate = options.Value.AllowPrivateDiscovery;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
        };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = MaxBytes };
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public async Task<JsonDocument> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !(_allowsPrivate && address.Scheme == Uri.UriSchemeHttp)))
        {
            throw new HttpRequestException("The address must be https.");
        }

        return JsonDocument.Parse(await _client.GetByteArrayAsync(address, cancellationToken));
    }

    public void Dispose() => _client.Dispose();

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

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => _allowsPrivate || IsPublic(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The address is not public.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
