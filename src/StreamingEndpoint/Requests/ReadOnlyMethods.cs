using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>The methods of an origin, which nobody writes to.</summary>
internal static class ReadOnlyMethods
{
    /// <exception cref="OriginException">The method is neither GET nor HEAD.</exception>
    public static void Require(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            context.Response.Headers.Allow = "GET, HEAD, OPTIONS";
            throw new OriginException(MpeErrors.BadUrlSyntax with { Status = StatusCodes.Status405MethodNotAllowed, Message = "Streaming URLs answer GET, HEAD and OPTIONS." });
        }
    }
}
