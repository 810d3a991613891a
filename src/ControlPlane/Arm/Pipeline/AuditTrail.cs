using MediaPlatform.ControlPlane.Arm.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>Logs every call that may change something, or that gives secrets: who, what, from where, and how it ended.</summary>
internal sealed partial class AuditTrail(ILogger<AuditTrail> logger)
{
    public async Task RunAsync(HttpContext context, ArmOperation operation, Func<Task> call)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            await call();
            return;
        }

        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await call();
            status = context.Response.StatusCode;
        }
        catch (ArmException refused)
        {
            status = refused.Status;
            throw;
        }
        finally
        {
            var caller = Caller.Of(context.User);
            Log.Changed(logger, operation.Name, context.Request.Path.ToUriComponent(), caller.Name, caller.Id, context.Connection.RemoteIpAddress, status);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Operation} on {Path} by {CallerName} ({CallerId}) from {Address}: {Status}")]
        public static partial void Changed(
            ILogger logger, string operation, string path, string callerName, string callerId, System.Net.IPAddress? address, int status);
    }
}
