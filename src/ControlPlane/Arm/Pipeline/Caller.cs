using System.Security.Claims;
using MediaPlatform.ServiceDefaults.Authentication;

namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>Who calls.</summary>
/// <param name="Name">What systemData shows.</param>
/// <param name="Kind">User or Application.</param>
/// <param name="Scope">ARM id prefix that the roles cover.</param>
internal sealed record Caller(string Id, string Name, string Kind, IReadOnlyList<string> Roles, string Scope)
{
    public static Caller Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(CallerClaims.Id) ?? "unknown",
        user.FindFirstValue(CallerClaims.Name) ?? "unknown",
        user.FindFirstValue(CallerClaims.Kind) ?? "User",
        [.. user.FindAll(CallerClaims.Role).Select(claim => claim.Value)],
        user.FindFirstValue(CallerClaims.Scope) ?? "/");

    /// <summary>Whether a path lies in the caller's scope. The subscription list and the provider's operations belong to everybody who is signed in.</summary>
    public bool Covers(string path)
    {
        var scope = Scope.TrimEnd('/');
        if (scope.Length == 0 || IsForEverybody(path.TrimEnd('/')))
        {
            return true;
        }

        return path.StartsWith(scope, StringComparison.OrdinalIgnoreCase) && (path.Length == scope.Length || path[scope.Length] == '/');
    }

    private static bool IsForEverybody(string path) =>
        path.Equals("/subscriptions", StringComparison.OrdinalIgnoreCase)
        || path.Equals("/tenants", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith("/providers/", StringComparison.OrdinalIgnoreCase);
}
