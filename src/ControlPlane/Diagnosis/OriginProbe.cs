using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Ids;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Diagnosis;

/// <summary>
/// Asks the origin as a player would. Requests go to the configured address of the streaming endpoint and nowhere else:
/// of the URL in question only host name and path are taken along.
/// </summary>
internal sealed class OriginProbe(IOptions<ControlPlaneOptions> options, IOptions<EndpointsOptions> endpoints) : IDisposable
{
    private const int LongestBody = 8 << 20;

    private readonly Uri? _origin = options.Value.OriginAddress ?? endpoints.Value.Streaming;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether there is an origin to ask.</summary>
    public bool HasOrigin => _origin is not null;

    /// <summary>Fetches what a URL leads to: a text, or the head of a file.</summary>
    public async Task<ProbeReply> AskAsync(Uri url, bool wantsText, CancellationToken cancellationToken)
    {
        var reply = await WithinPatienceAsync(limit => wantsText ? SendAsync(HttpMethod.Get, url, TextAsync, limit) : SendAsync(HttpMethod.Head, url, PassAsync, limit), cancellationToken);
        // The reply to HEAD says the code but not the reason.
        return reply.Status >= 400 && !wantsText ? await AskAsync(url, wantsText: true, cancellationToken) : reply;
    }

    /// <summary>Fetches a segment to its end: of damaged media the head is good.</summary>
    public Task<ProbeReply> ReadAsync(Uri segment, CancellationToken cancellationToken) =>
        WithinPatienceAsync(limit => SendAsync(HttpMethod.Get, segment, PassAsync, limit), cancellationToken);

    private async Task<ProbeReply> WithinPatienceAsync(Func<CancellationToken, Task<ProbeReply>> ask, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeReply.Without(string.Create(
                CultureInfo.InvariantCulture, $"The origin gave no answer within {Patience.TotalSeconds:0.#} seconds: it hangs, waits for a storage that does, or cannot be reached from here."));
        }
    }

    private async Task<ProbeReply> SendAsync(HttpMethod method, Uri url, Func<HttpContent, CancellationToken, Task<string>> readBody, CancellationToken cancellationToken)
    {
        // Not as a relative reference: a path that begins with two slashes would name another host (RFC 3986 4.2).
        var address = new Uri(_origin!.GetLeftPart(UriPartial.Authority) + url.PathAndQuery);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Host = url.Authority;
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return ProbeReply.Without("The origin does not answer: its process is down or cannot be reached from here.");
        }

        using (response)
        {
            return await ReplyAsync(response, readBody, cancellationToken);
        }
    }

    private static async Task<ProbeReply> ReplyAsync(HttpResponseMessage response, Func<HttpContent, CancellationToken, Task<string>> readBody, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var code = response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : null;
        try
        {
            return status < 400
                ? new ProbeReply(status, code, null, await readBody(response.Content, cancellationToken))
                : new ProbeReply(status, code, MessageOf(await TextAsync(response.Content, cancellationToken)), "");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return ProbeReply.Without("The origin breaks off in the middle of its reply: the media cannot be read or packaged to its end.");
        }
    }

    private static async Task<string> TextAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(LongestBody, cancellationToken);
        return Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static async Task<string> PassAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.CopyToAsync(Stream.Null, cancellationToken);
        return "";
    }

    public void Dispose() => _client.Dispose();

    private static string? MessageOf(string body)
    {
        try
        {
            return body.Length == 0 ? null : (string?)JsonNode.Parse(body)?["error"]?["message"];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <param name="Code">Of the error; null where none is given.</param>
/// <param name="Message">Of the error, a sentence.</param>
/// <param name="Body">Text of a good reply.</param>
internal sealed record ProbeReply(int Status, string? Code, string? Message, string Body)
{
    /// <summary>No reply at all, and why.</summary>
    public static ProbeReply Without(string reason) => new(0, null, reason, "");

    public bool IsGood => Status is >= 200 and < 300;
}
