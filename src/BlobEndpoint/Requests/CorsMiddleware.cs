using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>Lets browsers of allowed origins upload and download. Answers preflights, which carry no signature.</summary>
internal sealed class CorsMiddleware(RequestDelegate next, IOptions<BlobEndpointOptions> options)
{
    private const string Methods = "GET,HEAD,PUT,DELETE,OPTIONS";

    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0) return next(context);
        var allowed = IsAllowed(origin);
        if (HttpMethods.IsOptions(context.Request.Method)) return AnswerPreflight(context, origin, allowed);
        if (allowed) context.Response.OnStarting(() => Expose(context.Response, origin));
        return next(context);
    }

    private static Task Expose(HttpResponse response, string origin)
    {
        response.Headers.AccessControlExposeHeaders = string.Join(',', response.Headers.Keys.Append("Content-Length"));
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.Append("Vary", "Origin");
        return Task.CompletedTask;
    }

    private static Task AnswerPreflight(HttpContext context, string origin, bool allowed)
    {
        var (request, response) = (context.Request.Headers, context.Response);
        if (!allowed || request.AccessControlRequestMethod.Count == 0)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            response.Headers["x-ms-error-code"] = "CorsPreflightFailure";
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlAllowMethods = Methods;
        var asked = request.AccessControlRequestHeaders.ToString();
        if (asked.Length > 0) response.Headers.AccessControlAllowHeaders = asked;
        response.Headers.AccessControlMaxAge = "86400";
        response.Headers.Append("Vary", "Origin");
        return Task.CompletedTask;
    }

    // With nothing configured every origin is allowed: a signature is the only credential, and no browser adds one by itself.
    private bool IsAllowed(string origin)
    {
        var origins = options.Value.AllowedOrigins;
        return origins.Count == 0 || origins.Contains("*") || origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
    }
}
