using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Endpoints;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Telemetry;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Answers streaming URLs, whichever server read the request.</summary>
internal sealed partial class OriginHandler(
    PresentationHandler presentations, DownloadHandler downloads, Callers callers, OriginTelemetry telemetry, ILogger<OriginHandler> logger)
{
    /// <summary>Whether a decoded path has the shape of a streaming URL.</summary>
    public bool Owns(string path) => UrlParser.IsStreamingPath(path);

    /// <summary>Answers whatever the request is; no exception leaves it.</summary>
    public async Task AnswerAsync(HttpContext context, string path)
    {
        var started = telemetry.Start();
        var reply = new RequestRecord { Path = path };
        try
        {
            callers.Identify(context);
            await DispatchAsync(context, path, reply);
        }
        catch (OriginException exception)
        {
            reply.Error = exception.Error.Code;
            await FailAsync(context, exception.Error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            reply.Error = OriginTelemetry.ClientGone;
        }
        catch (Exception exception) when (SourceFailure.Of(exception) is { } failure)
        {
            reply.Error = failure.Error.Code;
            await FailAsync(context, failure.Error);
        }
        catch (Exception exception)
        {
            Log.Unexpected(logger, path, exception);
            reply.Error = MpeErrors.StorageFailure.Code;
            await FailAsync(context, MpeErrors.StorageFailure.Because("The request failed inside of the service."));
        }

        telemetry.Finish(context, reply, started);
    }

    private ValueTask DispatchAsync(HttpContext context, string path, RequestRecord reply)
    {
        if (ReadOnlyMethods.IsPreflight(context.Request))
        {
            Cors.AnswerPreflight(context.Response);
            return ValueTask.CompletedTask;
        }

        ReadOnlyMethods.Require(context);
        if (UrlParser.Parse(path, out var url) is { } error)
        {
            throw new OriginException(error);
        }

        reply.Kind = url.Kind;
        reply.Format = url.Format;
        return url.Kind == RequestKind.Download
            ? downloads.AnswerAsync(context, url, reply)
            : presentations.AnswerAsync(context, path, url, reply);
    }

    private static Task FailAsync(HttpContext context, MpeError error)
    {
        if (!ErrorReply.TryTakeBack(context))
        {
            // The length was promised already: a broken connection is the only honest end.
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Headers.Remove("ETag");
        context.Response.Headers.Remove("Content-Encoding");
        context.Response.Headers.Remove("Accept-Ranges");
        if (error.Status != StatusCodes.Status416RangeNotSatisfiable)
        {
            context.Response.Headers.Remove("Content-Range");
        }

        return ErrorReply.WriteAsync(context, error);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} failed")]
        public static partial void Unexpected(ILogger logger, string path, Exception exception);
    }
}
