using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MediaPlatform.StreamingEndpoint.Errors;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Delivery;

/// <summary>Writes an error as JSON, with its code in a header too.</summary>
internal static class ErrorReply
{
    public const string CodeHeader = "x-ms-error-code";

    /// <summary>Takes back what was written of a reply and not sent.</summary>
    /// <returns>False when it is too late for another reply.</returns>
    public static bool TryTakeBack(HttpContext context) =>
        !context.Response.HasStarted && (context.Response.BodyWriter is IRestartable body ? body.TryRestart() : context.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: 0 });

    public static async Task WriteAsync(HttpContext context, MpeError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        var headers = response.Headers;
        Cors.Allow(headers);
        headers.ContentType = "application/json; charset=utf-8";
        headers[CodeHeader] = error.Code;
        headers.CacheControl = CacheControl(error.Status);
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            headers.RetryAfter = "1";
        }

        var body = Body(error);
        headers.ContentLength = body.WrittenCount;
        if (context.Request.Method != HttpMethods.Head)
        {
            await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
        }
    }

    // A fragment that is about to exist must not be remembered as missing. Caches know no range in their keys: what they remember of one
    // that lies behind the end, they would answer to who asks for the whole (RFC 9111 4).
    private static string CacheControl(int status) => status switch
    {
        StatusCodes.Status412PreconditionFailed or StatusCodes.Status416RangeNotSatisfiable or >= 500 => "no-store",
        StatusCodes.Status404NotFound => "public, max-age=1",
        _ => "public, max-age=5",
    };

    private static ArrayBufferWriter<byte> Body(MpeError error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("hresult", string.Create(CultureInfo.InvariantCulture, $"0x{error.HResult:X8}"));
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer;
    }
}
