using System.Net;
using System.Net.Sockets;
using MediaPlatform.ServiceDefaults.Networks;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>
/// Calls webhooks, whose addresses users name: within a time, over connections to checked addresses only, following no redirect. Neither what is
/// sent nor where to is logged, since addresses often hold a secret.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxReplyBytes = 64 << 10;
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _http;
    private readonly EventsOptions _options;
    private readonly TimeProvider _clock;

    public WebhookClient(IHostResolver resolver, IOptions<EventsOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        var connector = new GuardedConnector(resolver, new NetworkGuard(_options.AllowedNetworks));
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = s_connect,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, cancellationToken),
        });
    }

    /// <summary>Whether the operator lets webhooks have such an address; where it leads is looked at with each connection.</summary>
    public bool Accepts(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && _options.AllowPlainHttp);

    public async Task<WebhookReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.RequestTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var allowed = response.Headers.TryGetValues("WebHook-Allowed-Origin", out var values) ? string.Join(',', values) : null;
            return new(OutcomeOf(response.StatusCode), (int)response.StatusCode, await ReadAsync(response, either.Token), allowed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("TimedOut");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or RefusedAddressException)
        {
            return Failed(Explain(failure));
        }
    }

    public void Dispose() => _http.Dispose();

    private static WebhookReply Failed(string outcome) => new(outcome, null, [], null);

    // The whole reply is read as far as its limit, so that the connection can be used again.
    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxReplyBytes];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..count];
    }

    private static string OutcomeOf(HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.OK and <= HttpStatusCode.NoContent => WebhookReply.Delivered,
        HttpStatusCode.BadRequest => "BadRequest",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.Forbidden => "Forbidden",
        HttpStatusCode.NotFound => "NotFound",
        HttpStatusCode.RequestTimeout => "TimedOut",
        HttpStatusCode.RequestEntityTooLarge => "PayloadTooLarge",
        HttpStatusCode.ServiceUnavailable => "Busy",
        _ => "GenericError",
    };

    private static string Explain(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is RefusedAddressException) return "AddressRefused";
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }) return "ResolutionError";
        }

        return "SocketError";
    }
}
