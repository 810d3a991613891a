using Microsoft.AspNetCore.Http;

namespace MediaPlatform.KeyDelivery;

/// <summary>
/// What all replies have in common: never stored, and readable by pages of any origin, since the token is what protects the
/// key and it travels in a header that no browser adds by itself.
/// </summary>
internal static class KeyReplies
{
    private const string AllowedHeaders = "Authorization, Content-Type, SOAPAction, Accept";
    private const string PreflightSeconds = "86400";

    public static Task AddHeadersAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin, ..])
        {
            // dash.js asks with credentials when it sends a token, and browsers then want the origin by name. We set no cookies.
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = "true";
            headers.Vary = "Origin";
            headers.AccessControlExposeHeaders = "Date";
        }

        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return next(context);
        }

        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = AllowedHeaders;
        headers.AccessControlMaxAge = PreflightSeconds;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
