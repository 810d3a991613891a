using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>
/// Who called, at which host and under which scheme: behind proxies that are trusted, what they say. A part of the handlers instead of
/// the pipeline, since most requests never come through that.
/// </summary>
internal sealed class Callers(IOptions<ForwardedHeadersOptions> options, ILoggerFactory loggers)
{
    private readonly ForwardedHeadersMiddleware? _forwarded =
        options.Value.ForwardedHeaders == ForwardedHeaders.None ? null : new(static _ => Task.CompletedTask, loggers, options);

    /// <summary>Puts the caller into the request; once for each.</summary>
    public void Identify(HttpContext context) => _forwarded?.ApplyForwarders(context);
}
