using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.TestKit.Contract;

/// <summary>
/// Stands between an official client and the management API over https, passes everything on as it is, and holds every reply against the official
/// documents. Absolute links of replies follow the host that was asked, and so come back here.
/// </summary>
public sealed class ContractProxy : IAsyncDisposable
{
    // Of one connection, and not of the message that goes over it (RFC 9110 section 7.6.1).
    private static readonly HashSet<string> s_ofTheConnection = new(["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade"], StringComparer.OrdinalIgnoreCase);

    private readonly HttpClient _client;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _operations = new(StringComparer.Ordinal);
    private LocalWebServer _server = null!;

    private ContractProxy(Uri target) =>
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        })
        { BaseAddress = target };

    /// <summary>Scheme, host and port that clients talk to.</summary>
    public string Address => $"https://127.0.0.1:{_server.Port}";

    /// <summary>What was wrong with replies.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How often each operation of the contract was called.</summary>
    public IReadOnlyDictionary<string, int> Operations => _operations;

    /// <summary>Starts to listen.</summary>
    /// <param name="target">Scheme, host and port of the management API.</param>
    /// <param name="certificate">Certificate of the proxy.</param>
    public static async Task<ContractProxy> StartAsync(Uri target, LocalCertificate certificate)
    {
        var proxy = new ContractProxy(target);
        proxy._server = await LocalWebServer.StartAsync(proxy.PassOnAsync, certificate);
        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var asked = new Uri(_client.BaseAddress!, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), asked);
        if (context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => !s_ofTheConnection.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.AcceptEncoding.Clear(); // the check reads the text
        using var reply = await _client.SendAsync(request, context.RequestAborted);
        var body = await reply.Content.ReadAsByteArrayAsync(context.RequestAborted);
        Check(context.Request.Method, asked, (int)reply.StatusCode, Encoding.UTF8.GetString(body));
        context.Response.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers).Where(header => !s_ofTheConnection.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private void Check(string verb, Uri url, int status, string text)
    {
        if (ContractOperation.Find(verb, url.AbsolutePath) is not { } operation)
        {
            return;
        }

        _operations.AddOrUpdate(operation.Id, 1, (_, count) => count + 1);
        foreach (var fault in ReplyCheck.Of(verb, url, status, text))
        {
            _faults.Enqueue($"{verb} {url.PathAndQuery}: {fault}");
        }
    }
}
