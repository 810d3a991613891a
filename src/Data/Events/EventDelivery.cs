namespace MediaPlatform.Data.Events;

/// <summary>One event on its way to one subscription, written in the transaction of the change that it tells of.</summary>
public sealed class EventDelivery
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public Guid SubscriptionId { get; set; }

    /// <summary>The same in all subscriptions.</summary>
    public Guid EventId { get; set; }

    /// <summary>Such as Microsoft.Media.JobFinished.</summary>
    public string EventType { get; set; } = "";

    /// <summary>ARM id of the account.</summary>
    public string Topic { get; set; } = "";

    public string Subject { get; set; } = "";

    public DateTimeOffset EventTime { get; set; }

    /// <summary>The event's data object.</summary>
    public string DataJson { get; set; } = "{}";

    public EventDeliveryState State { get; set; } = EventDeliveryState.Pending;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is to be sent; while somebody sends it, when it is free for others.</summary>
    public DateTimeOffset NextAttempt { get; set; }

    /// <summary>Who sends it now or did so last; what was sent under another lease is not noted.</summary>
    public Guid? Lease { get; set; }

    public IReadOnlyList<DeliveryAttempt> History { get; set; } = [];

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? EndTime { get; set; }

    /// <summary>Why it was given up, in Event Grid's words.</summary>
    public string? EndReason { get; set; }
}
