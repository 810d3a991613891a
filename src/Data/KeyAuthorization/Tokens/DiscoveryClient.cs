using System.Net.Http.Headers;
using System.Text.Json;
using MediaPlatform.Data.Network;
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
        var handler = PublicNetwork.CreateHandler(_allowsPrivate);
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
}
