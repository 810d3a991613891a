using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>The methods of an origin, which nobody writes to. Their names are told apart by letter case (RFC 9110 9.1).</summary>
internal static class ReadOnlyMethods
{
    /// <summary>Whether a page asks what it may ask.</summary>
    public static bool IsPreflight(HttpRequest request) => request.Method == HttpMethods.Options;

    /// <exception cref="OriginException">The method is neither GET nor HEAD.</exception>
    public static void Require(HttpContext context)
    {
        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            context.Response.Headers.Allow = "GET, HEAD, OPTIONS";
            throw new OriginException(MpeErrors.BadUrlSyntax with { Status = StatusCodes.Status405MethodNotAllowed, Message = "Streaming URLs answer GET, HEAD and OPTIONS." });
        }
    }
}
