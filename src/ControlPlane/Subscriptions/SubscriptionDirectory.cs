using MediaPlatform.Data.Accounts;

namespace MediaPlatform.ControlPlane.Subscriptions;

/// <summary>Subscriptions and resource groups exist as far as accounts lie in them.</summary>
internal sealed class SubscriptionDirectory(AccountStore accounts)
{
    private const int PageSize = 500;

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await AllAsync(null, cancellationToken)).Select(account => account.SubscriptionId.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Resource groups of a subscription with the location of their first account.</summary>
    public async Task<IReadOnlyList<(string Name, string Location)>> ListGroupsAsync(string subscription, CancellationToken cancellationToken) =>
        [.. (await AllAsync(subscription, cancellationToken)).GroupBy(account => account.ResourceGroupKey)
            .Select(group => (group.First().ResourceGroup, group.First().Location)).OrderBy(group => group.ResourceGroup, StringComparer.OrdinalIgnoreCase)];

    private async Task<List<MediaAccount>> AllAsync(string? subscription, CancellationToken cancellationToken)
    {
        var all = new List<MediaAccount>();
        string? after = null;
        do
        {
            var page = await accounts.ListAsync(subscription, null, PageSize, after, cancellationToken);
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return all;
    }
}
