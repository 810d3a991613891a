using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Events;

/// <summary>A webhook that gets events of an account.</summary>
public sealed class EventSubscription : NamedResource
{
    public EventSubscriptionState State { get; set; } = EventSubscriptionState.Creating;

    public EventDeliverySchema Schema { get; set; } = EventDeliverySchema.EventGridSchema;

    /// <summary>The endpoint without its query, which often is a secret.</summary>
    public string EndpointBaseUrl { get; set; } = "";

    /// <summary>The whole endpoint, under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string ProtectedEndpointUrl { get; set; } = "";

    /// <summary>Headers sent with each delivery, a JSON array of <see cref="DeliveryAttribute"/> under <see cref="Secrets.ISecretProtector"/>; null when there are none.</summary>
    public string? ProtectedAttributes { get; set; }

    public EventFilter Filter { get; set; } = new();

    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>When the subscription ends by itself; null for never.</summary>
    public DateTimeOffset? ExpirationTime { get; set; }

    /// <summary>How often an event is sent before it is given up.</summary>
    public int MaxDeliveryAttempts { get; set; } = 30;

    /// <summary>How long an event is sent before it is given up, in minutes.</summary>
    public int TimeToLiveMinutes { get; set; } = 1440;

    /// <summary>Most events of one delivery.</summary>
    public int MaxEventsPerBatch { get; set; } = 1;

    /// <summary>Size from which on a delivery takes no further event, in KiB.</summary>
    public int PreferredBatchKilobytes { get; set; } = 64;

    /// <summary>ARM id of the storage account for what could not be delivered; null when such events are dropped.</summary>
    public string? DeadLetterResourceId { get; set; }

    /// <summary>Container in that storage account.</summary>
    public string? DeadLetterContainer { get; set; }

    /// <summary>SHA-256 of the code in the validation URL, in hexadecimal; null when none is out.</summary>
    public string? ValidationHash { get; set; }

    /// <summary>Until when the validation URL may be opened.</summary>
    public DateTimeOffset? ValidationExpires { get; set; }
}
