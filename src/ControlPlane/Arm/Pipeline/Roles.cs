namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>What the roles allow. Reader may GET but not POST, which is why secrets sit behind POST (control-plane.md section 3).</summary>
internal static class Roles
{
    public const string Owner = "Owner";
    public const string Contributor = "Contributor";
    public const string Reader = "Reader";
    public const string MediaOperator = "Media operator";
    public const string PolicyAdministrator = "Policy administrator";

    // What is deleted is looked at once more by what it was.
    private const string DeletedType = "deletedresources";

    // The contract's built-in media roles: an operator runs content, a policy administrator sets the rules for it.
    private static readonly string[] s_operatorTypes = ["assets", "assetfilters", "tracks", "streaminglocators", "jobs", DeletedType];
    private static readonly string[] s_policyTypes = ["accountfilters", "streamingpolicies", "contentkeypolicies", "transforms", DeletedType];

    /// <summary>Every role there is.</summary>
    public static readonly IReadOnlyList<string> All = [Owner, Contributor, Reader, MediaOperator, PolicyAdministrator];

    public static bool Allow(IReadOnlyList<string> roles, string method, string path) =>
        roles.Any(role => Allows(role, method, path));

    /// <summary>The action as Azure names it, such as <c>Microsoft.Media/mediaservices/assets/write</c>.</summary>
    public static string ActionOf(string method, string path)
    {
        var (type, action) = Split(method, path);
        return $"{type}/{action}";
    }

    private static bool Allows(string role, string method, string path)
    {
        if (Is(role, Owner) || Is(role, Contributor))
        {
            return true;
        }

        var isRead = method is "GET" or "HEAD";
        return Is(role, Reader) ? isRead
            : Is(role, MediaOperator) ? isRead || s_operatorTypes.Contains(LeafType(method, path))
            : Is(role, PolicyAdministrator) && (isRead || s_policyTypes.Contains(LeafType(method, path)));
    }

    private static bool Is(string role, string name) => role.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string LeafType(string method, string path)
    {
        var type = Split(method, path).Type;
        return type[(type.LastIndexOf('/') + 1)..].ToLowerInvariant();
    }

    // .../providers/Microsoft.Media/{type}/{name}/{type}/{name}[/{action}]
    private static (string Type, string Action) Split(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var provider = Array.FindLastIndex(segments, segment => segment.Equals("providers", StringComparison.OrdinalIgnoreCase));
        var verb = method switch { "GET" or "HEAD" => "read", "DELETE" => "delete", "POST" => "action", _ => "write" };
        if (provider < 0 || provider + 1 >= segments.Length)
        {
            return ("Microsoft.Resources/subscriptions", verb);
        }

        var rest = segments[(provider + 2)..];
        var action = method == "POST" && rest.Length % 2 == 1 ? rest[^1] + "/action" : verb;
        var types = rest.Where((_, index) => index % 2 == 0).Take(rest.Length / 2 + (method == "POST" ? 0 : rest.Length % 2));
        return (string.Join('/', types.Prepend(segments[provider + 1])), action);
    }
}
