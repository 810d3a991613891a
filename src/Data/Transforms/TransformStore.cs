using System.Runtime.CompilerServices;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Queries;
using MediaPlatform.Data.Undo;
using Microsoft.EntityFrameworkCore;

namespace MediaPlatform.Data.Transforms;

/// <summary>Transforms of an account. Deleting one takes its jobs along.</summary>
public sealed class TransformStore(CatalogContextFactory contexts, TimeProvider clock)
{
    private const int JobsPerPart = 200;

    public async Task<Transform?> FindAsync(Guid accountId, string name, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        await using var context = contexts.Create();
        return await context.Transforms.FirstOrDefaultAsync(row => row.AccountId == accountId && row.NameKey == key, cancellationToken);
    }

    public async Task<Transform?> FindByIdAsync(Guid transformId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Transforms.FirstOrDefaultAsync(row => row.Id == transformId, cancellationToken);
    }

    public async Task<Page<Transform>> ListAsync(ListQuery<Transform> query, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        return await context.Transforms.Where(row => row.AccountId == query.AccountId).PageAsync(query, cancellationToken);
    }

    /// <summary>Stores a new row (version 0) or replaces the one that was read.</summary>
    public Task<SaveOutcome> SaveAsync(Transform row, CancellationToken cancellationToken) =>
        contexts.SaveNamedAsync(row, clock, cancellationToken);

    /// <returns>False when there was none.</returns>
    public Task<bool> DeleteAsync(Guid accountId, string name, Deletion deletion, CancellationToken cancellationToken)
    {
        var key = NamedResource.KeyOf(name);
        return contexts.DeleteNamedAsync(
            context => context.Transforms.Where(row => row.AccountId == accountId && row.NameKey == key),
            deletion.IsFinal ? null : KeepAsync,
            cancellationToken);

        async IAsyncEnumerable<KeptRows> KeepAsync(CatalogContext context, Transform transform, [EnumeratorCancellation] CancellationToken token)
        {
            var resource = deletion.Of(DeletedKind.Transform, transform);
            yield return new(resource, new() { Transforms = [transform] });

            // Locks them, so that no worker reports on one between its copy and its end.
            var jobs = context.Jobs.Where(row => row.TransformId == transform.Id);
            await jobs.ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version + 1), token);
            for (string? after = null; ;)
            {
                var page = await jobs.Include(row => row.Outputs).PageAsync(new() { AccountId = accountId, PageSize = JobsPerPart, After = after }, token);
                if (page.Items.Count > 0) yield return new(resource, new() { Jobs = page.Items });
                after = page.Next;
                if (after is null) yield break;
            }
        }
    }
}
