using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Pipeline;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.StreamingEndpoints;

namespace MediaPlatform.ControlPlane.Accounts;

/// <summary>Makes sure that a host has an account to work with.</summary>
public sealed class AccountBootstrapper
{
    private readonly AccountStore _accounts;
    private readonly StreamingEndpointStore _endpoints;
    private readonly TimeProvider _clock;

    internal AccountBootstrapper(AccountStore accounts, StreamingEndpointStore endpoints, TimeProvider clock)
    {
        _accounts = accounts;
        _endpoints = endpoints;
        _clock = clock;
    }

    /// <summary>Ensures subscription, resource group and account, with its default endpoint and the predefined streaming policies.</summary>
    /// <param name="storageAccount">Name of the primary storage account.</param>
    /// <param name="startEndpoint">Whether the default streaming endpoint is running afterwards.</param>
    /// <returns>The account's id (mediaServiceId).</returns>
    public async Task<Guid> EnsureAsync(
        Guid subscriptionId, string resourceGroup, string name, string location, string storageAccount, bool startEndpoint, CancellationToken cancellationToken)
    {
        var subscription = subscriptionId.ToString("D");
        var account = await _accounts.FindAsync(subscription, resourceGroup, name, cancellationToken);
        if (account is null)
        {
            account = New(subscription, resourceGroup, name, location, storageAccount);
            if (await _accounts.SaveAsync(account, cancellationToken) == SaveOutcome.Conflict)
            {
                account = await _accounts.FindAsync(subscription, resourceGroup, name, cancellationToken)
                    ?? throw new InvalidOperationException($"The account name '{name}' is taken in another resource group.");
            }
        }

        if (startEndpoint && await _endpoints.FindAsync(account.Id, "default", cancellationToken) is { ResourceState: StreamingEndpointState.Stopped } endpoint)
        {
            endpoint.ResourceState = StreamingEndpointState.Running;
            endpoint.LastModified = _clock.GetUtcNow();
            await _endpoints.SaveAsync(endpoint, cancellationToken); // on a conflict somebody else is just starting or changing it
        }

        return account.Id;
    }

    private MediaAccount New(string subscription, string resourceGroup, string name, string location, string storageAccount)
    {
        var account = new MediaAccount
        {
            Id = Guid.NewGuid(),
            SubscriptionId = subscription,
            ResourceGroup = resourceGroup,
            Name = name,
            Location = Locations.Display(location),
            StorageAccounts = [new($"{ArmIds.ResourceGroup(subscription, resourceGroup)}/providers/Microsoft.Storage/storageAccounts/{storageAccount}", "Primary")],
            PropertiesJson = new AccountDetails().ToJson(),
        };
        AuditStamp.Apply(account, new Caller("bootstrap", "bootstrap", "Application", [], "/"), _clock.GetUtcNow());
        return account;
    }
}
