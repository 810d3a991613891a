using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>The headers of a long-running operation: absolute, under the client's host, with its own api-version.</summary>
internal static class LongRunning
{
    /// <param name="statusPath">Path of the operation's status, unescaped.</param>
    /// <param name="resultPath">Path of its result, unescaped.</param>
    public static void Announce(HttpRequest request, string statusPath, string resultPath)
    {
        var headers = request.HttpContext.Response.Headers;
        headers["Azure-AsyncOperation"] = Address(request, statusPath);
        headers.Location = Address(request, resultPath);
        PollSoon(request);
    }

    /// <summary>Without Retry-After some clients wait 30 s between two polls.</summary>
    public static void PollSoon(HttpRequest request) => request.HttpContext.Response.Headers.RetryAfter = "1";

    /// <summary>The id of an operation as its URL names it; what is no id names none.</summary>
    /// <exception cref="ArmException">It is none: 404.</exception>
    public static Guid IdOf(string text) => Guid.TryParse(text, out var id) ? id : throw ArmErrors.NotFound();

    private static string Address(HttpRequest request, string path)
    {
        var query = new QueryBuilder { { "api-version", request.Query["api-version"].ToString() } };
        return PublicUrl.Of(request, new PathString(path).ToUriComponent()) + query.ToQueryString().ToUriComponent();
    }
}
