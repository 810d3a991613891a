using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.TestKit;

/// <summary>A webhook on a free loopback port: proves itself as told, keeps what it gets, and answers deliveries as told.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private LocalWebServer _server = null!;

    private WebhookServer()
    {
    }

    /// <summary>What was sent to a webhook.</summary>
    public sealed record Call(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;
    }

    /// <summary>Answers the handshake; null echoes what proves the webhook.</summary>
    public RequestDelegate? Handshake { get; set; }

    /// <summary>Answers deliveries; null takes them.</summary>
    public RequestDelegate? Delivery { get; set; }

    /// <summary>Questions whether events are wanted.</summary>
    public ConcurrentQueue<Call> Handshakes { get; } = new();

    /// <summary>Deliveries, taken or not.</summary>
    public ConcurrentQueue<Call> Deliveries { get; } = new();

    public int Port => _server.Port;

    public string Url => $"http://127.0.0.1:{Port}/hook?code=opensesame";

    public static async Task<WebhookServer> StartAsync()
    {
        var webhook = new WebhookServer();
        webhook._server = await LocalWebServer.StartAsync(webhook.AnswerAsync);
        return webhook;
    }

    /// <summary>Waits for so many events, of however many deliveries.</summary>
    public async Task<IReadOnlyList<JsonNode>> WaitForEventsAsync(int count, TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        while (true)
        {
            var events = Deliveries.Select(call => call.Json).SelectMany(json => json is JsonArray many ? many.OfType<JsonNode>() : [json]).ToList();
            if (events.Count >= count || end.IsCancellationRequested)
            {
                return events;
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = new Call(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, await reader.ReadToEndAsync());
        var isHandshake = HttpMethods.IsOptions(call.Method) || headers.GetValueOrDefault("aeg-event-type") == "SubscriptionValidation";
        (isHandshake ? Handshakes : Deliveries).Enqueue(call);
        await ((isHandshake ? Handshake : Delivery)?.Invoke(context) ?? (isHandshake ? ProveAsync(context, call) : Task.CompletedTask));
    }

    private static async Task ProveAsync(HttpContext context, Call call)
    {
        if (HttpMethods.IsOptions(call.Method))
        {
            context.Response.Headers["WebHook-Allowed-Origin"] = call.Headers["WebHook-Request-Origin"];
            return;
        }

        var code = call.Json[0]!["data"]!["validationCode"]!.GetValue<string>();
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject { ["validationResponse"] = code }.ToJsonString());
    }
}
