using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ServiceDefaults.Requests;

/// <summary>
/// Has every mistake in the framing of a chunked body (RFC 9112 7.1) come as <see cref="BadHttpRequestException"/>. Kestrel tells of a chunk
/// whose size does not fit its numbers with a plain <see cref="IOException"/>, which services could not tell from a failing disk of ours.
/// </summary>
internal sealed class ChunkedBodyMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.TransferEncoding.Count > 0)
        {
            context.Request.Body = new ChunkedBody(context.Request.Body);
        }

        return next(context);
    }
}
