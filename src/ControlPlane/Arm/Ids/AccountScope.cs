using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>The account of the request's path, found in the catalog, with who calls and when. Bound as a handler parameter.</summary>
/// <param name="Version">api-version of the call.</param>
internal sealed record AccountScope(MediaAccount Account, string Version, Caller Caller, DateTimeOffset Now, HttpRequest Request)
{
    public Guid Id => Account.Id;

    public static async ValueTask<AccountScope?> BindAsync(HttpContext context)
    {
        var subscription = Route(context, "subscriptionId");
        var group = Route(context, "resourceGroupName");
        var name = Route(context, "accountName");
        var services = context.RequestServices;
        var account = await services.GetRequiredService<AccountStore>().FindAsync(subscription, group, name, context.RequestAborted)
            ?? throw ArmErrors.ResourceNotFound($"{ArmIds.AccountType}/{name}", group);
        return new(
            account,
            ApiVersions.Normalize(context.Request.Query["api-version"].ToString()),
            Caller.Of(context.User),
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            context.Request);
    }

    /// <summary>Id of something inside the account.</summary>
    public string ChildId(string path) => ArmIds.Child(Account, path);

    /// <summary>Whether the caller speaks an api-version at least as new.</summary>
    public bool IsAtLeast(string version) => ApiVersions.IsAtLeast(Version, version);

    /// <summary>Notes who changes a row and when; a new row also gets its creation.</summary>
    public void Stamp(NamedResource row) => AuditStamp.Apply(row, Caller, Now);

    private static string Route(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";
}
