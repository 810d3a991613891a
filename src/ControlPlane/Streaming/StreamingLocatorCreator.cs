using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;
using MediaPlatform.Data.Filters;
using MediaPlatform.Data.Streaming;

namespace MediaPlatform.ControlPlane.Streaming;

/// <summary>Publishes an asset: checks everything that a locator names and makes its keys.</summary>
internal sealed class StreamingLocatorCreator(
    StreamingLocatorStore locators, AssetStore assets, StreamingPolicyStore policies, ContentKeyPolicyStore keyPolicies, FilterStore filters, LocatorKeys keys)
{
    /// <summary>The stored locator; the one that exists when an equivalent body is sent again.</summary>
    public async Task<StreamingLocator> CreateAsync(AccountScope account, string name, JsonBody json, CancellationToken cancellationToken)
    {
        ResourceNames.Check(name);
        var mistakes = new Mistakes();
        var body = StreamingLocatorBody.Read(json.Json, mistakes);
        mistakes.ThrowIfAny();
        if (await locators.FindAsync(account.Id, name, cancellationToken) is { } existing)
        {
            return Same(existing, body);
        }

        var locator = await BuildAsync(account, name, body, mistakes, cancellationToken);
        account.Stamp(locator);
        return await locators.SaveAsync(locator, cancellationToken) switch
        {
            SaveOutcome.Created => locator,
            SaveOutcome.ParentMissing => throw ArmErrors.NotFound(),
            _ => Same(
                await locators.FindAsync(account.Id, name, cancellationToken)
                    ?? throw ArmErrors.Conflict($"The streaming locator id '{locator.Id}' is already used by another streaming locator."),
                body),
        };
    }

    private async Task<StreamingLocator> BuildAsync(
        AccountScope account, string name, StreamingLocatorBody body, Mistakes mistakes, CancellationToken cancellationToken)
    {
        var asset = await assets.FindAsync(account.Id, body.AssetName, cancellationToken);
        if (asset is null)
        {
            mistakes.Add("properties.assetName", $"The asset '{body.AssetName}' was not found in the account '{account.Account.Name}'.");
        }

        var policy = await policies.FindAsync(account.Id, body.StreamingPolicyName, cancellationToken);
        if (policy is null)
        {
            mistakes.Add("properties.streamingPolicyName", $"The streaming policy '{body.StreamingPolicyName}' was not found.");
        }

        await CheckFiltersAsync(account.Id, asset, body, mistakes, cancellationToken);
        var id = body.LocatorId ?? Guid.NewGuid();
        var contentKeys = policy is null ? [] : keys.Make(id, policy, body, mistakes);
        await CheckKeyPoliciesAsync(account.Id, contentKeys, body, mistakes, cancellationToken);
        mistakes.ThrowIfAny();
        await keys.FetchAsync(contentKeys, policy!, body, cancellationToken);
        return new()
        {
            Id = id,
            AccountId = account.Id,
            Name = name,
            AssetId = asset!.Id,
            AssetName = asset.Name,
            StreamingPolicyName = policy!.Name,
            StartTime = body.StartTime,
            EndTime = body.EndTime,
            AlternativeMediaId = body.AlternativeMediaId,
            DefaultContentKeyPolicyName = body.DefaultContentKeyPolicyName,
            Filters = body.Filters,
            ContentKeys = contentKeys,
        };
    }

    private async Task CheckFiltersAsync(Guid accountId, Asset? asset, StreamingLocatorBody body, Mistakes mistakes, CancellationToken cancellationToken)
    {
        foreach (var (index, name) in body.Filters.Index())
        {
            if ((asset is null || await filters.FindAsync(accountId, asset.Id, name, cancellationToken) is null)
                && await filters.FindAsync(accountId, null, name, cancellationToken) is null)
            {
                mistakes.Add($"properties.filters[{index}]", $"The filter '{name}' is neither an asset filter nor an account filter.");
            }
        }
    }

    private async Task CheckKeyPoliciesAsync(
        Guid accountId, List<LocatorContentKey> contentKeys, StreamingLocatorBody body, Mistakes mistakes, CancellationToken cancellationToken)
    {
        var names = contentKeys.Select(key => key.PolicyName).Append(body.DefaultContentKeyPolicyName).OfType<string>();
        foreach (var name in names.DistinctBy(NamedResource.KeyOf))
        {
            if (await keyPolicies.FindAsync(accountId, name, cancellationToken) is null)
            {
                mistakes.Add("properties.defaultContentKeyPolicyName", $"The content key policy '{name}' was not found.");
            }
        }
    }

    // The documents allow only 201 for a PUT: the same body again is the same locator, another body is refused.
    private StreamingLocator Same(StreamingLocator existing, StreamingLocatorBody sent)
    {
        var isSame = Is(existing.AssetName, sent.AssetName) && Is(existing.StreamingPolicyName, sent.StreamingPolicyName)
            && (sent.LocatorId is null || sent.LocatorId == existing.Id)
            && IsSameTime(existing.StartTime, sent.StartTime) && IsSameTime(existing.EndTime, sent.EndTime)
            && existing.AlternativeMediaId == sent.AlternativeMediaId
            && (sent.DefaultContentKeyPolicyName is null || Is(existing.DefaultContentKeyPolicyName, sent.DefaultContentKeyPolicyName))
            && existing.Filters.SequenceEqual(sent.Filters, StringComparer.OrdinalIgnoreCase)
            && sent.ContentKeys.All(key => keys.Has(existing, key));
        return isSame
            ? existing
            : throw ArmErrors.Conflict($"A streaming locator named '{existing.Name}' with other properties already exists; streaming locators cannot be changed.");
    }

    // What a client has read it sends back in its own precision: milliseconds in JavaScript, which cuts the default end of a locator.
    private static bool IsSameTime(DateTimeOffset? left, DateTimeOffset? right) =>
        left == right || (left - right)?.Duration() < TimeSpan.FromMilliseconds(1);

    private static bool Is(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
