using MediaPlatform.Data.Accounts;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Resource ids and types as recorded from the real service.</summary>
internal static class ArmIds
{
    public const string AccountType = "Microsoft.Media/mediaservices";

    public static string Subscription(string id) => $"/subscriptions/{id}";

    public static string ResourceGroup(string subscription, string group) => $"/subscriptions/{subscription}/resourceGroups/{group}";

    public static string Account(MediaAccount account) => account.ResourceId;

    /// <summary>Id of something inside an account; <paramref name="path"/> such as <c>assets/name</c>.</summary>
    public static string Child(MediaAccount account, string path) => $"{Account(account)}/{path}";

    /// <summary>The last segment of an ARM id.</summary>
    public static string LastSegment(string id) => id[(id.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/');
}
