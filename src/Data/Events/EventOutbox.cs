using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Events;

/// <summary>
/// Writes events in the transaction of the change that they tell of, one row for each subscription that wants them: an event is neither lost nor
/// told of a change that was undone. Nobody who listens costs one query and no row.
/// </summary>
internal static class EventOutbox
{
    /// <summary>The subscriptions of an account that get events.</summary>
    public static async Task<IReadOnlyList<EventListener>> ListenersAsync(
        CatalogContext context, Guid accountId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await context.EventSubscriptions
            .Where(row => row.AccountId == accountId
                && (row.State == EventSubscriptionState.Succeeded || row.State == EventSubscriptionState.Updating)
                && (row.ExpirationTime == null || row.ExpirationTime > now))
            .Select(row => new EventListener(row.Id, row.Filter))
            .ToListAsync(cancellationToken);

    /// <summary>Adds the rows to the context; the caller saves them. Times rise by a tick each, so that the order is kept.</summary>
    public static void Add(CatalogContext context, IReadOnlyList<EventListener> listeners, EventSource source, IReadOnlyList<MediaEvent> events, DateTimeOffset now)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var type = EventTypes.Prefix + events[i].Type;
            var (id, time, data) = (Guid.NewGuid(), now.AddTicks(i), events[i].Data.ToJsonString(ContractJson.Options));
            context.AddRange(listeners.Where(listener => listener.Filter.Matches(type, source.Subject)).Select(listener => new EventDelivery
            {
                Id = Guid.NewGuid(),
                AccountId = source.AccountId,
                SubscriptionId = listener.SubscriptionId,
                EventId = id,
                EventType = type,
                Topic = source.Topic,
                Subject = source.Subject,
                EventTime = time,
                DataJson = data,
                NextAttempt = time,
            }));
        }
    }
}
