using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>Cross-origin headers: media is public to every page, and every reply says so, errors too.</summary>
internal static class Cors
{
    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues Exposed =
        "Content-Length, Content-Range, Content-Encoding, Date, ETag, x-ms-error-code, CDN-Origin-Assist-Prefetch-Path";

    private static readonly StringValues Methods = "GET, HEAD, OPTIONS";

    // Those of CMCD are of CTA-5004, with which players report how they are. The star is for what players add of their own; it says nothing
    // about Authorization, and old browsers take it for a name.
    private static readonly StringValues RequestHeaders =
        "Range, Authorization, Accept, Content-Type, Origin, If-None-Match, If-Range, CMCD-Request, CMCD-Object, CMCD-Status, CMCD-Session, *";

    private static readonly StringValues PreflightAge = "86400";

    public static void Allow(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = AnyOrigin;
        headers.AccessControlExposeHeaders = Exposed;
    }

    /// <summary>Answers OPTIONS.</summary>
    public static void AnswerPreflight(HttpResponse response)
    {
        var headers = response.Headers;
        Allow(headers);
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlMaxAge = PreflightAge;
        headers.Allow = Methods;
        response.StatusCode = StatusCodes.Status204NoContent;
    }
}
