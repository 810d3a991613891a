using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Properties of a streaming locator in a reply; key values never stand here.</summary>
internal sealed record StreamingLocatorProperties(
    string AssetName,
    DateTimeOffset Created,
    DateTimeOffset? StartTime,
    DateTimeOffset? EndTime,
    Guid StreamingLocatorId,
    string StreamingPolicyName,
    string? DefaultContentKeyPolicyName,
    IReadOnlyList<ContentKeyReply> ContentKeys,
    string? AlternativeMediaId,
    IReadOnlyList<string> Filters)
{
    public static Resource<StreamingLocatorProperties> ToResource(StreamingLocator locator, AccountScope account) => new(
        locator.Name,
        account.ChildId($"streamingLocators/{locator.Name}"),
        ArmIds.AccountType + "/streamingLocators",
        new(
            locator.AssetName,
            locator.Created,
            locator.StartTime,
            locator.EndTime,
            locator.Id,
            locator.StreamingPolicyName,
            locator.DefaultContentKeyPolicyName,
            [.. Ordered(locator).Select(key => new ContentKeyReply(key.Id, key.Type, key.Label, null, null, key.Tracks))],
            locator.AlternativeMediaId,
            locator.Filters),
        SystemDataReply.Of(locator, account));

    /// <summary>The keys in the order of every reply, whatever order the catalog has.</summary>
    public static IEnumerable<LocatorContentKey> Ordered(StreamingLocator locator) =>
        locator.ContentKeys.OrderBy(key => key.Type, StringComparer.Ordinal).ThenBy(key => key.Label, StringComparer.Ordinal).ThenBy(key => key.Id);
}

/// <param name="Value">The key in base64; only listContentKeys gives it.</param>
internal sealed record ContentKeyReply(
    Guid Id, string Type, string? LabelReferenceInStreamingPolicy, string? Value, string? PolicyName, IReadOnlyList<TrackSelection> Tracks);

internal sealed record ContentKeysReply(IReadOnlyList<ContentKeyReply> ContentKeys);
