using System.Diagnostics.Metrics;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Requests;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Telemetry;

/// <summary>One log line and a few counters per request.</summary>
internal sealed partial class OriginTelemetry : IDisposable
{
    /// <summary>Stands in the place of an error code where nothing was wrong but that nobody took the reply to its end.</summary>
    public const string ClientGone = "ClientGone";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _duration;
    private readonly ILogger _log;
    private readonly bool _logs;
    private readonly TimeProvider _clock;

    public OriginTelemetry(IMeterFactory meters, ILoggerFactory loggers, IOptions<StreamingEndpointOptions> options, TimeProvider clock)
    {
        _meter = meters.Create("MediaPlatform.StreamingEndpoint");
        _requests = _meter.CreateCounter<long>("mediaplatform.origin.requests", "{request}", "Requests by format, resource, status and cache result.");
        _bytes = _meter.CreateCounter<long>("mediaplatform.origin.response.bytes", "By", "Bytes of bodies sent.");
        _duration = _meter.CreateHistogram<double>("mediaplatform.origin.request.duration", "s", "Time from the request to the end of the reply.");
        _log = loggers.CreateLogger("MediaPlatform.StreamingEndpoint.Access");
        _logs = options.Value.AccessLog;
        _clock = clock;
    }

    public long Start() => _clock.GetTimestamp();

    public void Finish(HttpContext context, RequestRecord record, long started)
    {
        var status = context.Response.StatusCode;
        var body = context.Response.BodyWriter as ICountedBody;
        var bytes = body?.BodyBytes ?? record.Bytes;
        var seconds = _clock.GetElapsedTime(started).TotalSeconds;
        if (_requests.Enabled)
        {
            var resource = Name(record.Kind);
            var format = Name(record);
            _requests.Add(1, new("format", format), new("resource", resource), new("status", status), new("cache", record.IsWarm ? "hit" : "miss"));
            _bytes.Add(bytes, new KeyValuePair<string, object?>("format", format));
            _duration.Record(seconds, new("format", format), new("resource", resource));
        }

        if (_logs)
        {
            Access(_log, context.Request.Method, record.Path, status, bytes, seconds * 1000, record.IsWarm ? "hit" : "miss", record.Error ?? (body?.IsBroken == true ? ClientGone : "-"));
        }
    }

    public void Dispose() => _meter.Dispose();

    private static string Name(RequestRecord record) => record.Kind switch
    {
        null => "none",
        RequestKind.Download => "download",
        _ => record.Format.Tag() is { Length: > 0 } tag ? tag : "smooth",
    };

    private static string Name(RequestKind? kind) => kind switch
    {
        RequestKind.Manifest => "manifest",
        RequestKind.MediaPlaylist or RequestKind.KeyFramePlaylist => "playlist",
        RequestKind.Init => "init",
        RequestKind.Fragment => "fragment",
        RequestKind.KeyFrame => "keyframe",
        RequestKind.Download => "file",
        _ => "none",
    };

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status} {Bytes} bytes {Milliseconds:F1} ms {Cache} {Error}")]
    private static partial void Access(ILogger logger, string method, string path, int status, long bytes, double milliseconds, string cache, string error);
}
