using System.Globalization;
using MediaPlatform.Media;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Protocols;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>Sends a segment or file: conditional and range requests, exact length, no body for HEAD.</summary>
internal static class SegmentReply
{
    private static readonly StringValues BytesUnit = "bytes";

    /// <returns>Bytes of body that were sent.</returns>
    public static async ValueTask<long> SendAsync(HttpContext context, Segment segment, StringValues cacheControl)
    {
        var (request, response) = (context.Request, context.Response);
        var tag = string.Concat("\"", segment.Identity, "\"");
        var headers = response.Headers;
        Cors.Allow(headers);
        headers.ETag = tag;
        headers.CacheControl = cacheControl;
        headers.AcceptRanges = BytesUnit;
        EntityTag.Require(request.Headers.IfMatch, tag);
        if (EntityTag.Matches(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return 0;
        }

        var outcome = RangeHeader.Parse(RangeOf(request, tag), segment.Length, out var part);
        if (outcome == RangeOutcome.NotSatisfiable)
        {
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{segment.Length}");
            throw new OriginException(MpeErrors.StorageRangeNotSatisfiable);
        }

        headers.ContentType = segment.ContentType;
        headers.ContentLength = part.Length;
        if (outcome == RangeOutcome.Part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.Offset}-{part.End - 1}/{segment.Length}");
        }

        return HttpMethods.IsHead(request.Method) || part.Length == 0 ? 0 : await WriteAsync(context, segment, part);
    }

    private static async ValueTask<long> WriteAsync(HttpContext context, Segment segment, ByteRange part) =>
        await segment.WriteAsync(context.Response.BodyWriter, part, context.RequestAborted) ? part.Length : 0;

    // A range means something to GET only (RFC 9110 14.2). If-Range with another tag asks for the whole (13.1.5).
    private static string? RangeOf(HttpRequest request, string tag)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        string? range = request.Headers.Range;
        var condition = range is null ? null : (string?)request.Headers.IfRange;
        return condition is null || condition == tag ? range : null;
    }
}
