using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Filters;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Filters;

/// <summary>Stores filters; asset and account filters differ in their parent alone.</summary>
internal sealed class FilterWriter(FilterStore store, IOptions<ControlPlaneOptions> options)
{
    /// <param name="assetId">Null for an account filter.</param>
    /// <param name="toResource">The reply, which also says what may not change.</param>
    public async Task<(StreamingFilter Filter, bool IsNew)> PutAsync(
        AccountScope account, Guid? assetId, string name, JsonObject json, Func<StreamingFilter, Resource<FilterProperties>> toResource, CancellationToken cancellationToken)
    {
        ResourceNames.Check(name);
        return await Upsert.RunAsync(
            token => store.FindAsync(account.Id, assetId, name, token),
            async existing =>
            {
                var filter = existing ?? new() { Id = Guid.NewGuid(), AccountId = account.Id, AssetId = assetId, Name = name };
                FilterBody.Apply(json, filter, existing is null ? null : toResource(existing));
                if (existing is null)
                {
                    await CheckLimitAsync(account.Id, assetId, cancellationToken);
                }

                account.Stamp(filter);
                return filter;
            },
            store.SaveAsync,
            cancellationToken);
    }

    public async Task<StreamingFilter> PatchAsync(
        AccountScope account, Guid? assetId, string name, JsonObject patch, Func<StreamingFilter, Resource<FilterProperties>> toResource, CancellationToken cancellationToken)
    {
        var (filter, _) = await Upsert.ExistingAsync(
            token => store.FindAsync(account.Id, assetId, name, token),
            existing =>
            {
                var current = toResource(existing);
                FilterBody.Apply(MergePatch.Apply(current, patch), existing, current);
                account.Stamp(existing);
                return Task.FromResult(existing);
            },
            store.SaveAsync,
            cancellationToken);
        return filter;
    }

    private async Task CheckLimitAsync(Guid accountId, Guid? assetId, CancellationToken cancellationToken)
    {
        var most = options.Value.Limits.Filters;
        if (await store.CountAsync(accountId, assetId, cancellationToken) >= most)
        {
            throw ArmErrors.Limit(assetId is null ? "account filters" : "filters of one asset", most);
        }
    }
}
