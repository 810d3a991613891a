using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>Stands between routing and the handlers: who calls, with which api-version, and is the caller allowed to.</summary>
internal sealed class ArmGate(RequestDelegate next, RequestBudget budget, AuditTrail audit)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ArmOperation>() is not { } operation)
        {
            await next(context);
            return;
        }

        if (context.User.Identity?.IsAuthenticated != true)
        {
            await context.ChallengeAsync();
            throw ArmErrors.Unauthenticated();
        }

        CheckPath(context);
        ArmReplyHeaders.Write(context.Response.Headers, budget.Take(context));
        await audit.RunAsync(context, operation, () => RunAsync(context, operation));
    }

    private Task RunAsync(HttpContext context, ArmOperation operation)
    {
        Authorize(context);
        CheckVersion(context, operation.Versions);
        return next(context);
    }

    private static void Authorize(HttpContext context)
    {
        var caller = Caller.Of(context.User);
        var path = context.Request.Path.Value ?? "/";
        if (!caller.Covers(path) || !Roles.Allow(caller.Roles, context.Request.Method, path))
        {
            throw ArmErrors.Forbidden(caller.Id, Roles.ActionOf(context.Request.Method, path), path);
        }
    }

    // The server has resolved dot segments by now: the name '..' under assets would mean the account.
    private static void CheckPath(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        if ((path.Contains("/.", StringComparison.Ordinal) || path.Contains("%2e", StringComparison.OrdinalIgnoreCase))
            && path.Split('/').Any(segment => Uri.UnescapeDataString(segment) is "." or ".."))
        {
            throw ArmErrors.BadRequest("The path must not contain the segments '.' and '..'.");
        }
    }

    private static void CheckVersion(HttpContext context, ApiVersions versions)
    {
        var version = context.Request.Query["api-version"].ToString();
        if (version.Length == 0)
        {
            throw ArmErrors.MissingApiVersion();
        }

        if (!versions.Accepts(version))
        {
            throw ArmErrors.InvalidApiVersion(version.Length > 40 ? version[..40] : version, versions.Supported);
        }
    }
}
