using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MediaPlatform.KeyDelivery.Licences;

/// <summary>Reads the small bodies that licence requests have.</summary>
internal static class RequestBody
{
    /// <summary>The whole body; null when it is longer than any honest one, or broken.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int maximum)
    {
        if (context.Request.ContentLength > maximum)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maximum;
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }
}
