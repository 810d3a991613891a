using MediaPlatform.StreamingEndpoint.Connections;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Answers streaming URLs; everything else goes on to the endpoints behind it.</summary>
internal sealed class OriginMiddleware(RequestDelegate next, OriginHandler streams, PolicyFileHandler policyFiles)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var connection = context.Features.Get<HandedOverConnection>();
        connection?.Begin();
        try
        {
            await AnswerAsync(context);
        }
        finally
        {
            connection?.End();
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = UrlParser.WithOneSlash(context.Request.Path.Value ?? "/");
        if (streams.Owns(path))
        {
            return streams.AnswerAsync(context, path);
        }

        return policyFiles.Owns(path) ? policyFiles.AnswerAsync(context, path) : next(context);
    }
}
