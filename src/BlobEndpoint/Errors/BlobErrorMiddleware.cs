using System.Globalization;
using System.Text;
using System.Xml;
using MediaPlatform.Data.Blobs;
using MediaPlatform.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.BlobEndpoint.Errors;

/// <summary>Writes the one error document of the Blob service, and the version that every reply names.</summary>
internal sealed partial class BlobErrorMiddleware(RequestDelegate next, TimeProvider clock, ILogger<BlobErrorMiddleware> logger)
{
    /// <summary>Version in the reply when the request names none.</summary>
    private const string DefaultVersion = "2021-12-02";

    public async Task InvokeAsync(HttpContext context)
    {
        var requestId = RequestIds.Of(context).RequestId;
        AddCommonHeaders(context);
        try
        {
            await next(context);
        }
        catch (BlobRequestException error)
        {
            await WriteAsync(context, error, requestId);
        }
        catch (BlobException error)
        {
            await WriteAsync(context, BlobErrors.Of(error), requestId);
        }
        catch (InvalidBlobNameException)
        {
            await WriteAsync(context, BlobErrors.InvalidResourceName(), requestId);
        }
        catch (BadHttpRequestException error)
        {
            var answer = error.StatusCode == 413
                ? BlobErrors.BodyTooLarge()
                : new BlobRequestException(error.StatusCode, "InvalidInput", "One of the request inputs is not valid.");
            await WriteAsync(context, answer, requestId);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499; // the client went away; nobody reads this
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            Log.Failed(logger, error, requestId);
            var answer = new BlobRequestException(500, "InternalError", "Server encountered an internal error. Please try again after some time.");
            await WriteAsync(context, answer, requestId);
        }
    }

    private static void AddCommonHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        var version = context.Request.Headers["x-ms-version"].ToString();
        if (version.Length == 0) version = context.Request.Query["sv"].ToString();
        headers["x-ms-version"] = IsDate(version) ? version : DefaultVersion;
    }

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private async Task WriteAsync(HttpContext context, BlobRequestException error, string requestId)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort(); // half a body is out: only a broken connection tells the client
            return;
        }

        response.StatusCode = error.Status;
        response.Headers["x-ms-error-code"] = error.Code;
        response.Headers.ContentLength = null;
        if (error.Status == 401) response.Headers.WWWAuthenticate = "SharedKey";
        if (HttpMethods.IsHead(context.Request.Method) || error.Status == 304) return;
        response.ContentType = "application/xml";
        var body = Body(error, requestId);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private byte[] Body(BlobRequestException error, string requestId)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            var time = clock.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            xml.WriteStartElement("Error");
            xml.WriteElementString("Code", error.Code);
            xml.WriteElementString("Message", $"{error.Message}\nRequestId:{requestId}\nTime:{time}");
            if (error.Detail is not null) xml.WriteElementString("AuthenticationErrorDetail", error.Detail);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Blob request {RequestId} failed")]
        public static partial void Failed(ILogger logger, Exception error, string requestId);
    }
}
