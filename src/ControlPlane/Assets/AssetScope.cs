using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Assets;

/// <summary>The asset of the request's path, found in the catalog. Bound as a handler parameter.</summary>
internal sealed record AssetScope(AccountScope Account, Asset Asset)
{
    public static async ValueTask<AssetScope?> BindAsync(HttpContext context)
    {
        var account = await AccountScope.BindAsync(context);
        var name = context.Request.RouteValues["assetName"] as string ?? "";
        var asset = await context.RequestServices.GetRequiredService<AssetStore>().FindAsync(account!.Id, name, context.RequestAborted);
        return new(account, asset ?? throw ArmErrors.NotFound());
    }
}
