using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ServiceDefaults.Requests;

/// <summary>Gives every request its ids, writes them to the reply and to the log scope.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var ids = RequestIds.From(context.Request.Headers);
        context.Features.Set(ids);
        var headers = context.Response.Headers;
        headers[RequestIds.RequestIdHeader] = ids.RequestId;
        headers[RequestIds.CorrelationHeader] = ids.CorrelationId;
        if (ids.ClientRequestId is not null)
        {
            headers[RequestIds.ClientRequestHeader] = ids.ClientRequestId;
        }

        using (logger.BeginScope(new LogScope(ids)))
        {
            await next(context);
        }
    }

    private sealed class LogScope(RequestIds ids) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 3;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("RequestId", ids.RequestId),
            1 => new("CorrelationId", ids.CorrelationId),
            _ => new("ClientRequestId", ids.ClientRequestId),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var index = 0; index < Count; index++)
            {
                yield return this[index];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"request {ids.RequestId} correlation {ids.CorrelationId} client {ids.ClientRequestId ?? "-"}";
    }
}
