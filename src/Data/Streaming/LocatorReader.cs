using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Filters;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Streaming;

/// <summary>Reads locators by id for the services that deliver media and keys.</summary>
public sealed class LocatorReader(CatalogContextFactory contexts)
{
    // Keeps sums of versions far from overflow however many filters there are.
    private const long Modulus = 1_000_000_000_000;

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
                    policy => policy.AccountId == locator.AccountId && policy.NameKey == locator.StreamingPolicyKey)))
            .FirstOrDefault());

    private readonly Func<CatalogContext, Guid, Guid, IAsyncEnumerable<StreamingFilter>> _filters = EF.CompileAsyncQuery(
        (CatalogContext context, Guid accountId, Guid assetId) => context.Filters
            .AsNoTracking()
            .Where(filter => filter.AccountId == accountId && (filter.ScopeId == assetId || filter.ScopeId == Guid.Empty))
            .OrderBy(filter => filter.NameKey)
            .AsQueryable());

    /// <summary>Loads a locator with asset, policy and filters.</summary>
    /// <returns>Null when there is no such locator.</returns>
    public async Task<PublishedLocator?> FindAsync(Guid locatorId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var found = await _locator(context, locatorId, cancellationToken);
        if (found is null) return null;
        var (accountId, assetId) = (found.Locator.AccountId, found.Locator.AssetId);
        var filters = new List<StreamingFilter>();
        await foreach (var filter in _filters(context, accountId, assetId).WithCancellation(cancellationToken)) filters.Add(filter);
        return new PublishedLocator(
            found.Locator,
            found.Asset,
            found.Policy,
            filters.FindAll(filter => filter.AssetId is not null),
            filters.FindAll(filter => filter.AssetId is null),
            new LocatorStamp(
                found.Locator.Version,
                found.Asset.Version,
                found.Policy?.Version ?? 0,
                filters.Count,
                filters.Sum(filter => filter.Version % Modulus)));
    }

    /// <summary>
    /// The stamps of many locators in one query: what a cache polls. A locator that is missing from the result was deleted.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, LocatorStamp>> ReadStampsAsync(
        IReadOnlyCollection<Guid> locatorIds, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var stamps = new Dictionary<Guid, LocatorStamp>(locatorIds.Count);
        foreach (var ids in locatorIds.Chunk(500))
        {
            var rows = await Stamps(context, ids).ToListAsync(cancellationToken);
            foreach (var (id, stamp) in rows) stamps[id] = stamp;
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
                new LocatorStamp(
                    locator.Version,
                    context.Assets.Where(asset => asset.Id == locator.AssetId).Select(asset => asset.Version).FirstOrDefault(),
                    context.StreamingPolicies
                        .Where(policy => policy.AccountId == locator.AccountId && policy.NameKey == locator.StreamingPolicyKey)
                        .Select(policy => policy.Version).FirstOrDefault(),
                    context.Filters.Count(filter => filter.AccountId == locator.AccountId
                        && (filter.ScopeId == locator.AssetId || filter.ScopeId == Guid.Empty)),
                    context.Filters
                        .Where(filter => filter.AccountId == locator.AccountId
                            && (filter.ScopeId == locator.AssetId || filter.ScopeId == Guid.Empty))
                        .Sum(filter => filter.Version % Modulus))));

    private sealed record LocatorRow(StreamingLocator Locator, Asset Asset, StreamingPolicy? Policy);

    internal sealed record StampRow(Guid Id, LocatorStamp Stamp);
}
