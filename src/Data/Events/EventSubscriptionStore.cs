using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Events;

/// <summary>Event subscriptions of accounts.</summary>
public sealed class EventSubscriptionStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<EventSubscription?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.EventSubscriptions.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<EventSubscription?> FindByIdAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.EventSubscriptions.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    public async Task<Page<EventSubscription>> ListAsync(ListQuery<EventSubscription> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.EventSubscriptions.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    public async Task<int> CountAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.EventSubscriptions.CountAsync(row => row.AccountId == accountId, cancellationToken);
    }

    public Task<SaveOutcome> SaveAsync(EventSubscription subscription, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(subscription, clock, cancellationToken);

    /// <summary>Ends the question whose code has this hash, unless the validation URL was opened or another question was put meanwhile.</summary>
    public async Task SettleAsync(Guid id, string validationHash, EventSubscriptionState state, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.EventSubscriptions
            .Where(row => row.Id == id && row.ValidationHash == validationHash
                && (row.State == EventSubscriptionState.Creating || row.State == EventSubscriptionState.Updating))
            .ExecuteUpdateAsync(
                row => row.SetProperty(saved => saved.State, state).SetProperty(saved => saved.Version, saved => saved.Version + 1), cancellationToken);
    }

    /// <summary>The validation URL with this code was opened.</summary>
    /// <returns>False when no such question is open.</returns>
    public async Task<bool> ConfirmAsync(string validationHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var context = contexts.Create();
        return await context.EventSubscriptions
            .Where(row => row.ValidationHash == validationHash && row.ValidationExpires > now)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(saved => saved.State, EventSubscriptionState.Succeeded)
                    .SetProperty(saved => saved.ValidationHash, (string?)null)
                    .SetProperty(saved => saved.Version, saved => saved.Version + 1),
                cancellationToken) > 0;
    }

    /// <summary>Removes a subscription with all that is on its way to it.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var rows = context.EventSubscriptions.Where(row => row.AccountId == accountId && row.NameKey == key);
        await context.EventDeliveries.Where(row => rows.Any(subscription => subscription.Id == row.SubscriptionId)).ExecuteDeleteAsync(cancellationToken);
        var deleted = await rows.ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return deleted > 0;
    }
}
