using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>Properties of an event subscription in the shape of Microsoft.EventGrid.</summary>
internal sealed record EventSubscriptionProperties(
    string Topic,
    string ProvisioningState,
    WebHookDestination Destination,
    EventFilter Filter,
    IReadOnlyList<string> Labels,
    EventDeliverySchema EventDeliverySchema,
    RetryPolicy RetryPolicy,
    DateTimeOffset? ExpirationTimeUtc,
    StorageBlobDestination? DeadLetterDestination)
{
    public const string ResourceType = "Microsoft.EventGrid/eventSubscriptions";

    public static Resource<EventSubscriptionProperties> ToResource(
        EventSubscription row, IReadOnlyList<DeliveryAttribute> attributes, AccountScope account) => new(
        row.Name,
        account.ChildId($"providers/{ResourceType}/{row.Name}"),
        ResourceType,
        new(
            account.Account.ResourceId,
            StateOf(row, account.Now),
            new("WebHook", new(null, row.EndpointBaseUrl, row.MaxEventsPerBatch, row.PreferredBatchKilobytes, [.. attributes.Select(DeliveryAttributeMapping.Of)])),
            row.Filter,
            row.Labels,
            row.Schema,
            new(row.MaxDeliveryAttempts, row.TimeToLiveMinutes),
            row.ExpirationTime,
            row.DeadLetterResourceId is { } storage ? new("StorageBlob", new(storage, row.DeadLetterContainer!)) : null),
        SystemDataReply.Of(row, account));

    // A question that nobody answered in time has failed, without anybody having to note it.
    private static string StateOf(EventSubscription row, DateTimeOffset now) =>
        row.State != EventSubscriptionState.Succeeded && row.ValidationExpires < now ? "Failed" : row.State.ToString();
}

/// <param name="EndpointType">WebHook.</param>
internal sealed record WebHookDestination(string EndpointType, WebHookDestinationProperties Properties);

/// <param name="EndpointUrl">Written only: its query may be a secret.</param>
/// <param name="EndpointBaseUrl">Read only: the same without its query.</param>
internal sealed record WebHookDestinationProperties(
    string? EndpointUrl, string EndpointBaseUrl, int MaxEventsPerBatch, int PreferredBatchSizeInKilobytes, IReadOnlyList<DeliveryAttributeMapping> DeliveryAttributeMappings);

/// <param name="Type">Static or Dynamic.</param>
internal sealed record DeliveryAttributeMapping(string Name, string Type, DeliveryAttributeMappingProperties Properties)
{
    public static DeliveryAttributeMapping Of(DeliveryAttribute attribute) => attribute.SourceField is { } field
        ? new(attribute.Name, "Dynamic", new(null, null, field))
        : new(attribute.Name, "Static", new(attribute.IsSecret ? null : attribute.Value, attribute.IsSecret, null));
}

/// <param name="Value">Left out of replies when it is a secret.</param>
internal sealed record DeliveryAttributeMappingProperties(string? Value, bool? IsSecret, string? SourceField);

internal sealed record RetryPolicy(int MaxDeliveryAttempts, int EventTimeToLiveInMinutes);

/// <param name="EndpointType">StorageBlob.</param>
internal sealed record StorageBlobDestination(string EndpointType, StorageBlobDestinationProperties Properties);

internal sealed record StorageBlobDestinationProperties(string ResourceId, string BlobContainerName);
