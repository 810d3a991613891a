using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Transforms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Transforms;

/// <summary>The transform of the request's path, found in the catalog. Bound as a handler parameter.</summary>
internal sealed record TransformScope(AccountScope Account, Transform Transform)
{
    public static async ValueTask<TransformScope?> BindAsync(HttpContext context)
    {
        var account = await AccountScope.BindAsync(context);
        var name = context.Request.RouteValues["transformName"] as string ?? "";
        var transform = await context.RequestServices.GetRequiredService<TransformStore>().FindAsync(account!.Id, name, context.RequestAborted);
        return new(account, transform ?? throw ArmErrors.NotFound());
    }
}
