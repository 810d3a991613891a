using MediaPlatform.Data.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Identity;

/// <summary>Clients of the built-in token endpoint.</summary>
public sealed class ServicePrincipalStore(CatalogContextFactory contexts, TimeProvider clock)
{
    public async Task<ServicePrincipal?> FindAsync(Guid clientId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.ServicePrincipals.FirstOrDefaultAsync(row => row.ClientId == clientId, cancellationToken);
    }

    public async Task<IReadOnlyList<ServicePrincipal>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.ServicePrincipals.OrderBy(row => row.Created).ToListAsync(cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public async Task<SaveOutcome> SaveAsync(ServicePrincipal principal, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var before = principal.Version;
        context.Entry(principal).State = before == 0 ? EntityState.Added : EntityState.Modified;
        if (before != 0) context.Entry(principal).Property(row => row.Version).OriginalValue = before;
        principal.Version = Writes.NextVersion(before, clock);
        var outcome = await context.TrySaveAsync(before == 0 ? SaveOutcome.Created : SaveOutcome.Updated, cancellationToken);
        if (outcome == SaveOutcome.Conflict) principal.Version = before;
        return outcome;
    }

    /// <returns>False when there was none.</returns>
    public async Task<bool> DeleteAsync(Guid clientId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.ServicePrincipals.Where(row => row.ClientId == clientId).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
