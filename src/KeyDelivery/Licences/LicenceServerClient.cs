using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery.Licences;

/// <summary>
/// Calls the licence servers that the operator named. Redirects are not followed: the request holds a content key, which is for
/// that server alone.
/// </summary>
internal sealed partial class LicenceServerClient(ILogger<LicenceServerClient> logger) : IDisposable
{
    private const int MaxReplyBytes = 1 << 20;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    })
    {
        MaxResponseContentBufferSize = MaxReplyBytes,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether keys may be sent there: over TLS, or within this machine.</summary>
    public static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>The reply; null when the server could not be reached in time, said too much, or the caller did not wait.</summary>
    public async Task<LicenceServerReply?> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            using var reply = await _client.SendAsync(request, limited.Token);
            return new((int)reply.StatusCode, reply.Content.Headers.ContentType?.ToString(), await reply.Content.ReadAsByteArrayAsync(limited.Token));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                // Not the message: it may quote the address, and with it what the query says.
                Log.Unreachable(logger, request.RequestUri?.Host ?? "", exception.GetType().Name);
            }

            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The licence server {Host} gave no reply: {Reason}")]
        public static partial void Unreachable(ILogger logger, string host, string reason);
    }
}
