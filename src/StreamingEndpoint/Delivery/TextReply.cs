using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>Sends a manifest, compressed where the client takes it.</summary>
internal static class TextReply
{
    private static readonly StringValues VaryEncoding = "Accept-Encoding";

    /// <returns>Bytes of body that were sent.</returns>
    public static async ValueTask<long> SendAsync(HttpContext context, TextBody body, StringValues cacheControl)
    {
        var (request, response) = (context.Request, context.Response);
        string? accepted = request.Headers.AcceptEncoding;
        // The request may be on an event loop, where others would wait too.
        var variant = body.IsAtHand(accepted) ? body.Choose(accepted) : await Task.Run(() => body.Choose(accepted));
        var headers = response.Headers;
        Cors.Allow(headers);
        headers.ETag = variant.Tag;
        headers.CacheControl = cacheControl;
        headers.Vary = VaryEncoding;
        EntityTag.Require(request.Headers.IfMatch, variant.Tag);
        if (EntityTag.Matches(request.Headers.IfNoneMatch, variant.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return 0;
        }

        headers.ContentType = body.ContentType;
        headers.ContentLength = variant.Bytes.Length;
        if (variant.Encoding is not null)
        {
            headers.ContentEncoding = variant.Encoding;
        }

        if (HttpMethods.IsHead(request.Method))
        {
            return 0;
        }

        await response.BodyWriter.WriteAsync(variant.Bytes, context.RequestAborted);
        return variant.Bytes.Length;
    }
}
