using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Events;

/// <summary>Events on their way. Several processes may deliver; each row is with one of them at a time.</summary>
public sealed class EventDeliveryStore(CatalogContextFactory contexts, TimeProvider clock)
{
    /// <summary>The subscription whose event has waited longest, leaving out those that the caller is busy with.</summary>
    public async Task<Guid?> NextDueAsync(IReadOnlyCollection<Guid> busy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        return await context.EventDeliveries
            .Where(row => row.State == EventDeliveryState.Pending && row.NextAttempt <= now && !busy.Contains(row.SubscriptionId))
            .OrderBy(row => row.NextAttempt).Select(row => (Guid?)row.SubscriptionId).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Takes events of one subscription that are due, oldest first. They come back to others when the lease ends without a word.</summary>
    public async Task<IReadOnlyList<EventDelivery>> ClaimAsync(Guid subscriptionId, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        var (now, mine) = (clock.GetUtcNow(), Guid.NewGuid());
        var free = now + lease;
        await using var context = contexts.Create();
        var due = context.EventDeliveries.Where(row => row.SubscriptionId == subscriptionId && row.State == EventDeliveryState.Pending && row.NextAttempt <= now);
        var ids = await due.OrderBy(row => row.EventTime).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
        if (ids.Count == 0) return [];
        await due.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(
            row => row.SetProperty(saved => saved.Lease, mine).SetProperty(saved => saved.NextAttempt, free), cancellationToken);
        return await context.EventDeliveries.Where(row => row.SubscriptionId == subscriptionId && row.Lease == mine)
            .OrderBy(row => row.EventTime).ToListAsync(cancellationToken);
    }

    /// <summary>Writes what became of an event, unless its lease has passed to another.</summary>
    public async Task RecordAsync(EventDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var (id, lease, state, attempts, next) = (delivery.Id, delivery.Lease, delivery.State, delivery.Attempts, delivery.NextAttempt);
        var (history, end, reason) = (delivery.History, delivery.EndTime, delivery.EndReason);
        await using var context = contexts.Create();
        await context.EventDeliveries.Where(row => row.Id == id && row.Lease == lease).ExecuteUpdateAsync(
            row => row
                .SetProperty(saved => saved.State, state)
                .SetProperty(saved => saved.Attempts, attempts)
                .SetProperty(saved => saved.NextAttempt, next)
                .SetProperty(saved => saved.History, history)
                .SetProperty(saved => saved.EndTime, end)
                .SetProperty(saved => saved.EndReason, reason)
                .SetProperty(saved => saved.Lease, (Guid?)null),
            cancellationToken);
    }

    /// <summary>Events of a subscription, youngest first.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="pageSize">Most events.</param>
    /// <param name="before">The last event of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Page<EventDelivery>> ListAsync(Guid subscriptionId, int pageSize, DeliveryPosition? before, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var rows = context.EventDeliveries.Where(row => row.SubscriptionId == subscriptionId);
        if (before is { Time: var time, Id: var last }) rows = rows.Where(row => row.EventTime < time || (row.EventTime == time && row.Id.CompareTo(last) < 0));
        var found = await rows.OrderByDescending(row => row.EventTime).ThenByDescending(row => row.Id).Take(pageSize + 1).ToListAsync(cancellationToken);
        if (found.Count <= pageSize) return new(found, null);
        found.RemoveAt(pageSize);
        return new(found, new DeliveryPosition(found[^1].EventTime, found[^1].Id).ToString());
    }

    /// <summary>Removes what ended before a time.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> DeleteEndedBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.EventDeliveries.Where(row => row.State != EventDeliveryState.Pending && row.EndTime < time).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes what is left of a subscription that is gone.</summary>
    public async Task DeleteOfAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.EventDeliveries.Where(row => row.SubscriptionId == subscriptionId).ExecuteDeleteAsync(cancellationToken);
    }
}
