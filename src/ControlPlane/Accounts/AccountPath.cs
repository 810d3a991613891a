using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.Data.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>The account that a request's path names, whether it exists or not. Bound as a handler parameter.</summary>
internal sealed record AccountPath(
    string SubscriptionId, string ResourceGroup, string Name, string Version, Caller Caller, DateTimeOffset Now, HttpRequest Request)
{
    public static ValueTask<AccountPath?> BindAsync(HttpContext context) => ValueTask.FromResult<AccountPath?>(new(
        (string)context.Request.RouteValues["subscriptionId"]!,
        (string)context.Request.RouteValues["resourceGroupName"]!,
        (string)context.Request.RouteValues["accountName"]!,
        ApiVersions.Normalize(context.Request.Query["api-version"].ToString()),
        Caller.Of(context.User),
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        context.Request));

    public void CheckName()
    {
        if (!Guid.TryParse(SubscriptionId, out _))
        {
            throw ArmErrors.SubscriptionNotFound(SubscriptionId);
        }

        if (ResourceGroup.Length > 90 || ResourceGroup.EndsWith('.') || !ResourceGroup.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '(' or ')'))
        {
            throw ArmErrors.BadRequest("The resource group name must be 1 to 90 letters, digits, dashes, underscores, dots or parentheses and not end with a dot.", "resourceGroupName");
        }

        if (!ResourceNames.IsAccountName(Name))
        {
            throw ArmErrors.BadRequest(ResourceNames.AccountRule, "name");
        }
    }

    public bool Is(MediaAccount account) =>
        account.SubscriptionId.Equals(SubscriptionId, StringComparison.OrdinalIgnoreCase)
        && account.ResourceGroup.Equals(ResourceGroup, StringComparison.OrdinalIgnoreCase);

    public MediaAccount NewAccount() => new() { Id = Guid.NewGuid(), SubscriptionId = SubscriptionId, ResourceGroup = ResourceGroup, Name = Name };
}
