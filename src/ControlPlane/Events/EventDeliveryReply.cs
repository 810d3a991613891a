using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Events;

/// <summary>What became of one event. Its payload is not part of it.</summary>
/// <param name="Id">Id of the event.</param>
/// <param name="NextAttempt">When it is sent again; null when it will not be.</param>
/// <param name="Attempts">The last 30 times that it was sent.</param>
/// <param name="EndReason">Why it was given up.</param>
internal sealed record EventDeliveryReply(
    Guid Id,
    string EventType,
    string Subject,
    DateTimeOffset EventTime,
    EventDeliveryState State,
    int DeliveryAttempts,
    DateTimeOffset? NextAttempt,
    DateTimeOffset? EndTime,
    string? EndReason,
    IReadOnlyList<DeliveryAttempt> Attempts)
{
    public static EventDeliveryReply Of(EventDelivery row) => new(
        row.EventId,
        row.EventType,
        row.Subject,
        row.EventTime,
        row.State,
        row.Attempts,
        row.State == EventDeliveryState.Pending ? row.NextAttempt : null,
        row.EndTime,
        row.EndReason,
        row.History);
}
