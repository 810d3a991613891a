using System.Collections.Concurrent;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Filters;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Streaming;

/// <summary>Reads locators by id for the services that deliver media and keys.</summary>
public sealed class LocatorReader(CatalogContextFactory contexts)
{
    // Compiled once for each catalog, since a viewer waits for the first request of a locator.
    private readonly Func<CatalogContext, Guid, CancellationToken, Task<LocatorRow?>> _locator = EF.CompileAsyncQuery(
        (CatalogContext context, Guid id, CancellationToken _) => context.StreamingLocators
            .AsNoTracking()
            .Include(locator => locator.ContentKeys)
            .Where(locator => locator.Id == id)
            .Select(locator => new LocatorRow(
                locator,
                context.Assets.First(asset => asset.Id == locator.AssetId),
                context.StreamingPolicies.FirstOrDefault(
                    policy => policy.AccountId == locator.AccountId && policy.NameKey == locator.StreamingPolicyKey),
                context.Filters.Count(filter => filter.AccountId == locator.AccountId && filter.ScopeId == Guid.Empty),
                context.Filters.Where(filter => filter.AccountId == locator.AccountId && filter.ScopeId == Guid.Empty).Sum(filter => filter.Version % FilterSet.Modulus)))
            .FirstOrDefault());

    private readonly Func<CatalogContext, Guid, Guid, IAsyncEnumerable<StreamingFilter>> _filters = EF.CompileAsyncQuery(
        (CatalogContext context, Guid accountId, Guid scopeId) => context.Filters
            .AsNoTracking()
            .Where(filter => filter.AccountId == accountId && filter.ScopeId == scopeId)
            .OrderBy(filter => filter.NameKey)
            .AsQueryable());

    // By account: hundreds of filters would else be read and kept for each of thousands of locators.
    private readonly ConcurrentDictionary<Guid, FilterSet> _accountFilters = new();

    /// <summary>Loads a locator with asset, policy and filters.</summary>
    /// <returns>Null when there is no such locator.</returns>
    public async Task<PublishedLocator?> FindAsync(Guid locatorId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var found = await _locator(context, locatorId, cancellationToken);
        if (found is null) return null;
        var own = await ReadFiltersAsync(context, found.Locator.AccountId, found.Locator.AssetId, cancellationToken);
        var shared = await AccountFiltersAsync(context, found, cancellationToken);
        return new PublishedLocator(
            found.Locator,
            found.Asset,
            found.Policy,
            own,
            shared,
            new LocatorStamp(
                found.Locator.Version,
                found.Asset.Version,
                found.Policy?.Version ?? 0,
                own.Count + shared.Count,
                own.VersionSum + shared.VersionSum));
    }

    /// <summary>
    /// The stamps of many locators in one query: what a cache polls. A locator that is missing from the result was deleted.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, LocatorStamp>> ReadStampsAsync(
        IReadOnlyCollection<Guid> locatorIds, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var stamps = new Dictionary<Guid, LocatorStamp>(locatorIds.Count);
        var accounts = new Dictionary<Guid, AccountRow>();
        foreach (var ids in locatorIds.Chunk(500))
        {
            var rows = await Stamps(context, ids).ToListAsync(cancellationToken);
            await AddAccountsAsync(context, accounts, rows.Select(row => row.AccountId), cancellationToken);
            foreach (var (id, accountId, own) in rows)
            {
                var account = accounts[accountId];
                stamps[id] = own with { FilterCount = own.FilterCount + account.FilterCount, FilterSum = own.FilterSum + account.FilterSum };
            }
        }

        return stamps;
    }

    /// <summary>The content keys with this key id: one per locator that uses it.</summary>
    public async Task<IReadOnlyList<LocatorContentKey>> FindKeysAsync(Guid keyId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.LocatorContentKeys.Where(key => key.Id == keyId)
            .OrderBy(key => key.LocatorId).ToListAsync(cancellationToken);
    }

    internal static IQueryable<StampRow> Stamps(CatalogContext context, IReadOnlyCollection<Guid> ids) =>
        context.StreamingLocators
            .Where(locator => ids.Contains(locator.Id))
            .Select(locator => new StampRow(
                locator.Id,
                locator.AccountId,
                new LocatorStamp(
                    locator.Version,
                    context.Assets.Where(asset => asset.Id == locator.AssetId).Select(asset => asset.Version).FirstOrDefault(),
                    context.StreamingPolicies
                        .Where(policy => policy.AccountId == locator.AccountId && policy.NameKey == locator.StreamingPolicyKey)
                        .Select(policy => policy.Version).FirstOrDefault(),
                    context.Filters.Count(filter => filter.AccountId == locator.AccountId && filter.ScopeId == locator.AssetId),
                    context.Filters
                        .Where(filter => filter.AccountId == locator.AccountId && filter.ScopeId == locator.AssetId)
                        .Sum(filter => filter.Version % FilterSet.Modulus))));

    // Summed once for each account, not for each of its locators.
    private static async Task AddAccountsAsync(
        CatalogContext context, Dictionary<Guid, AccountRow> accounts, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (!accounts.ContainsKey(id))
            {
                var filters = context.Filters.Where(filter => filter.AccountId == id && filter.ScopeId == Guid.Empty);
                accounts[id] = await filters.GroupBy(filter => filter.AccountId)
                    .Select(group => new AccountRow(group.Count(), group.Sum(filter => filter.Version % FilterSet.Modulus)))
                    .FirstOrDefaultAsync(cancellationToken) ?? new AccountRow(0, 0);
            }
        }
    }

    private async Task<FilterSet> AccountFiltersAsync(CatalogContext context, LocatorRow found, CancellationToken cancellationToken)
    {
        var accountId = found.Locator.AccountId;
        if (found.FilterCount == 0)
        {
            _accountFilters.TryRemove(accountId, out _);
            return FilterSet.Empty;
        }

        return _accountFilters.TryGetValue(accountId, out var known) && (known.Count, known.VersionSum) == (found.FilterCount, found.FilterSum)
            ? known
            : _accountFilters[accountId] = await ReadFiltersAsync(context, accountId, Guid.Empty, cancellationToken);
    }

    private async Task<FilterSet> ReadFiltersAsync(CatalogContext context, Guid accountId, Guid scopeId, CancellationToken cancellationToken)
    {
        var filters = new List<StreamingFilter>();
        await foreach (var filter in _filters(context, accountId, scopeId).WithCancellation(cancellationToken)) filters.Add(filter);
        return filters.Count == 0 ? FilterSet.Empty : new FilterSet(filters);
    }

    private sealed record LocatorRow(StreamingLocator Locator, Asset Asset, StreamingPolicy? Policy, int FilterCount, long FilterSum);

    private sealed record AccountRow(int FilterCount, long FilterSum);

    internal sealed record StampRow(Guid Id, Guid AccountId, LocatorStamp Stamp);
}
