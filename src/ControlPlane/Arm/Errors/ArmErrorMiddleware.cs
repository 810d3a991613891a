using System.Text.Json;
using MediaPlatform.Data;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ControlPlane.Arm.Errors;

/// <summary>The one place that writes error replies: always JSON with a code, also for unknown routes, refused verbs and our own mistakes.</summary>
internal sealed partial class ArmErrorMiddleware(RequestDelegate next, ILogger<ArmErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (ArmException error)
        {
            await Write(context, error);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Log.Aborted(logger);
            return;
        }
        catch (BadHttpRequestException error)
        {
            await Write(context, Translate(error));
            return;
        }
        catch (InvalidPageTokenException)
        {
            await Write(context, ArmErrors.InvalidQuery("The $skiptoken does not belong to this list."));
            return;
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, context.Request.Method, context.Request.Path);
            await Write(context, CatalogAbsence.IsReasonOf(error) ? ArmErrors.Unavailable() : new(500, new("InternalServerError", "The server encountered an unexpected error.")));
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await Write(context, ForBareStatus(context));
        }
    }

    private async Task Write(HttpContext context, ArmException error)
    {
        if (context.Response.HasStarted)
        {
            Log.TooLate(logger, error.Error.Code);
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.ContentLanguage = "en-US";
        if (error.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (error.FailureCause is not null)
        {
            response.Headers["x-ms-failure-cause"] = error.FailureCause;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new ArmErrorReply(error.Error), ContractJson.Options);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static ArmException Translate(BadHttpRequestException error) =>
        error.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? new(413, new("RequestEntityTooLarge", "The request body is too large."))
            : new(error.StatusCode, new(ArmErrors.BadRequestCode, "The request is not valid HTTP."));

    private static ArmException ForBareStatus(HttpContext context) => context.Response.StatusCode switch
    {
        401 => ArmErrors.Unauthenticated(),
        403 => ArmErrors.Forbidden("anonymous", context.Request.Method, context.Request.Path),
        404 => ArmErrors.InvalidResourceType(context.Request.Path),
        405 => ArmErrors.MethodNotAllowed(context.Request.Method),
        415 => new(415, new("UnsupportedMediaType", "The content media type is not supported. Only 'application/json' is supported.")),
        var status => new(status, new(ArmErrors.BadRequestCode, "The request could not be served.")),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger logger, Exception error, string method, string path);

        [LoggerMessage(2, LogLevel.Warning, "The error {Code} came after the reply had started; the connection is closed")]
        public static partial void TooLate(ILogger logger, string code);

        [LoggerMessage(3, LogLevel.Debug, "The caller went away")]
        public static partial void Aborted(ILogger logger);
    }
}
