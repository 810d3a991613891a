using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ServiceDefaults.Requests;

/// <summary>The ids under which one request appears in replies and logs.</summary>
/// <param name="RequestId">Ours, new for each request.</param>
/// <param name="CorrelationId">The caller's when it is a GUID, else the request id.</param>
/// <param name="ClientRequestId">What the caller sent as <c>x-ms-client-request-id</c>, if anything.</param>
public sealed record RequestIds(string RequestId, string CorrelationId, string? ClientRequestId)
{
    internal const string RequestIdHeader = "x-ms-request-id";
    internal const string CorrelationHeader = "x-ms-correlation-request-id";
    internal const string ClientRequestHeader = "x-ms-client-request-id";
    private const int LongestClientId = 128;

    /// <summary>The ids of the request at hand.</summary>
    public static RequestIds Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<RequestIds>() ?? From(context.Request.Headers);
    }

    internal static RequestIds From(IHeaderDictionary headers)
    {
        var request = Guid.NewGuid().ToString("D");
        var correlation = Guid.TryParse(headers[CorrelationHeader], out var sent) ? sent.ToString("D") : request;
        return new(request, correlation, ClientId(headers[ClientRequestHeader]));
    }

    private static string? ClientId(string? sent) =>
        sent is { Length: > 0 and <= LongestClientId } && sent.All(c => c is > ' ' and < (char)127) ? sent : null;
}
