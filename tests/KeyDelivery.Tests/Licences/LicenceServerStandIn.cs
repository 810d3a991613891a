using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.KeyDelivery.Tests.Licences;

/// <summary>A licence server of somebody else on a free loopback port: keeps what it was asked and answers as the test says.</summary>
internal sealed class LicenceServerStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LicenceServerStandIn(Func<Request, (int Status, string ContentType, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var request = new Request(
                context.Request.Path,
                context.Request.QueryString.Value ?? "",
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            Requests.Enqueue(request);
            var (status, contentType, text) = answer(request);
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(text, context.RequestAborted);
        });
    }

    public ConcurrentQueue<Request> Requests { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<LicenceServerStandIn> StartAsync(Func<Request, (int Status, string ContentType, string Body)> answer)
    {
        var server = new LicenceServerStandIn(answer);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Request(string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
