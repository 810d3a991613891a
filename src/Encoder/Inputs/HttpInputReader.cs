using System.Buffers;
using System.Net;
using System.Net.Sockets;
using MediaPlatform.ServiceDefaults.Networks;
using Microsoft.Extensions.Options;

namespace MediaPlatform.Encoder.Inputs;

/// <summary>Downloads job inputs by URL. ffmpeg never sees a URL.</summary>
internal sealed class HttpInputReader : IDisposable
{
    private const int MostRedirects = 5;
    private const int BufferSize = 1 << 18;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _http;
    private readonly EncoderOptions _options;
    private readonly TimeProvider _time;

    public HttpInputReader(GuardedConnector connector, IOptions<EncoderOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectLimit,
            MaxResponseHeadersLength = 64,
            ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, cancellationToken),
        });
    }

    /// <summary>Fetches a URL into a file; errors say what a job error says.</summary>
    public async Task DownloadAsync(Uri url, string path, CancellationToken cancellationToken)
    {
        var shown = Shown(url);
        using var idle = new CancellationTokenSource(_options.DownloadIdleTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        try
        {
            using var response = await FollowAsync(url, shown, either.Token);
            await SaveAsync(response, path, shown, idle, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw JobErrors.DownloadBroke($"{shown} sent nothing for {_options.DownloadIdleTimeout}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && failure is not FileNotFoundException)
        {
            throw Explain(failure, shown);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A URL without its query, which may be a signature, and without a user name.</summary>
    public static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private async Task<HttpResponseMessage> FollowAsync(Uri url, string shown, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!Accepts(url)) throw JobErrors.InputMissing($"Inputs are read by https URLs only; {Shown(url)} is none.");
            var response = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            var status = response.StatusCode;
            var next = response.Headers.Location;
            response.Dispose();
            var isRedirect = status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            if (!isRedirect || next is null) throw Refused(status, shown);
            url = new Uri(url, next);
        }

        throw JobErrors.InputMissing($"{shown} is redirected more than {MostRedirects} times.");
    }

    private bool Accepts(Uri url) => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && _options.AllowPlainHttpInputs);

    private async Task SaveAsync(HttpResponseMessage response, string path, string shown, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        var promised = response.Content.Headers.ContentLength;
        if (promised > _options.MaxInputBytes) throw TooLarge(shown);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read, Options = FileOptions.Asynchronous, BufferSize = 0 });
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                idle.CancelAfter(_options.DownloadIdleTimeout);
                if (file.Length + read > _options.MaxInputBytes) throw TooLarge(shown);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private JobFailedException TooLarge(string shown) => JobErrors.InputMissing($"{shown} is larger than the {_options.MaxInputBytes} bytes that an input may have.");

    private static JobFailedException Refused(HttpStatusCode status, string shown)
    {
        var message = $"{shown} answered with status {(int)status}.";
        return status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500 ? JobErrors.DownloadBroke(message) : JobErrors.InputMissing(message);
    }

    private static JobFailedException Explain(Exception failure, string shown)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is RefusedAddressException refused) return JobErrors.InputMissing($"{shown} cannot be read.", refused.Message);
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }) return JobErrors.InputMissing($"The host of {shown} is not known.");
        }

        return JobErrors.DownloadBroke($"{shown} could not be read to its end.", failure.Message);
    }
}
