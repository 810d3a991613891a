using System.Data.Common;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Accounts;

/// <summary>Media services accounts. A new one comes with its default endpoint and the predefined streaming policies.</summary>
public sealed class AccountStore(CatalogContextFactory contexts, TimeProvider clock)
{
    private const int MostAttempts = 10;

    public async Task<MediaAccount?> FindAsync(
        string subscriptionId, string resourceGroup, string name, CancellationToken cancellationToken)
    {
        var subscription = NamedResource.KeyOf(subscriptionId);
        var group = NamedResource.KeyOf(resourceGroup);
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Accounts.FirstOrDefaultAsync(
            row => row.NameKey == key && row.SubscriptionKey == subscription && row.ResourceGroupKey == group, cancellationToken);
    }

    public async Task<MediaAccount?> FindByIdAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Accounts.FirstOrDefaultAsync(row => row.Id == accountId, cancellationToken);
    }

    /// <summary>By name alone, since account names are unique in the whole catalog.</summary>
    public async Task<MediaAccount?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Accounts.FirstOrDefaultAsync(row => row.NameKey == key, cancellationToken);
    }

    /// <summary>Accounts of a subscription, or of one resource group of it; of all subscriptions when null.</summary>
    public async Task<Page<MediaAccount>> ListAsync(
        string? subscriptionId, string? resourceGroup, int pageSize, string? after, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        IQueryable<MediaAccount> rows = context.Accounts;
        if (subscriptionId is not null)
        {
            var subscription = NamedResource.KeyOf(subscriptionId);
            rows = rows.Where(row => row.SubscriptionKey == subscription);
        }

        if (resourceGroup is not null)
        {
            var group = NamedResource.KeyOf(resourceGroup);
            rows = rows.Where(row => row.ResourceGroupKey == group);
        }

        var query = new ListQuery<MediaAccount> { AccountId = Guid.Empty, PageSize = pageSize, After = after };
        return await rows.PageAsync(query, cancellationToken);
    }

    /// <summary>Stores a new account with all that every account contains, or replaces the one that was read.</summary>
    public async Task<SaveOutcome> SaveAsync(MediaAccount account, CancellationToken cancellationToken)
    {
        account.AccountId = account.Id;
        if (account.Version != 0) return await contexts.SaveNamedAsync(account, clock, cancellationToken);
        await using var context = contexts.Create();
        account.Version = Writes.NextVersion(0, clock);
        context.Add(account);
        context.Add(AccountSeed.DefaultEndpoint(account));
        context.AddRange(AccountSeed.PredefinedPolicies(account));
        var outcome = await context.TrySaveAsync(SaveOutcome.Created, cancellationToken);
        if (outcome != SaveOutcome.Created) account.Version = 0;
        return outcome;
    }

    /// <summary>Removes the account with every row that belongs to it. Its containers stay; those of assets deleted earlier are due for removal.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DeleteOnceAsync(accountId, cancellationToken);
            }
            catch (DbException error) when (attempt < MostAttempts && Writes.IsCollision(error))
            {
                // Somebody made or deleted something in the account at the same time: what is there now goes with the next attempt.
            }
        }
    }

    // Parents before account filters, as the deletion of an asset takes its locks.
    private async Task<bool> DeleteOnceAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Assets.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.Transforms.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.Filters.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.ContentKeyPolicies.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.StreamingPolicies.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.StreamingEndpoints.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.EventSubscriptions.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.EventDeliveries.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.AsyncOperations.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await context.DeletedResources.Where(row => row.AccountId == accountId && row.ExpiresAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.ExpiresAt, now), cancellationToken);
        var deleted = await context.Accounts.Where(row => row.Id == accountId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return deleted > 0;
    }
}
