using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Accounts;
using MediaPlatform.ControlPlane.Events;
using MediaPlatform.Data.Events;

namespace MediaPlatform.ControlPlane.Documentation;

// Bodies and replies of actions, which the handlers read and write member by member.

internal sealed record ListContainerSasInput(string Permissions, DateTimeOffset ExpiryTime);

internal sealed record AssetContainerSas(IReadOnlyList<string> AssetContainerSasUrls);

internal sealed record AssetFileEncryptionMetadata(string InitializationVector, string AssetFileName, Guid AssetFileId);

internal sealed record StorageEncryptedAssetDecryptionData(byte[] Key, IReadOnlyList<AssetFileEncryptionMetadata> AssetFileEncryptionMetadata);

internal sealed record CheckNameAvailabilityInput(string Name, string Type);

internal sealed record SyncStorageKeysInput(string Id);

internal sealed record ListEdgePoliciesInput(string DeviceId);

internal sealed record EdgePolicies(JsonObject UsageDataCollectionPolicy);

internal sealed record MediaServiceUpdate(IReadOnlyDictionary<string, string> Tags, MediaServiceIdentity Identity, AccountProperties Properties);

internal sealed record MediaServiceIdentity(
    string Type, Guid PrincipalId, Guid TenantId, IReadOnlyDictionary<string, UserAssignedManagedIdentity> UserAssignedIdentities);

internal sealed record UserAssignedManagedIdentity(Guid ClientId, Guid PrincipalId);

internal sealed record AccountEncryption(string Type, KeyVaultProperties KeyVaultProperties, ResourceIdentity Identity, string Status);

internal sealed record KeyVaultProperties(string KeyIdentifier, string CurrentKeyIdentifier);

internal sealed record ResourceIdentity(string UserAssignedIdentity, bool UseSystemAssignedIdentity);

internal sealed record AccountKeyDelivery(KeyDeliveryAccessControl AccessControl);

internal sealed record KeyDeliveryAccessControl(string DefaultAction, IReadOnlyList<string> IpAllowList);

internal sealed record EventSubscriptionUpdate(
    WebHookDestination Destination,
    EventFilter Filter,
    IReadOnlyList<string> Labels,
    EventDeliverySchema EventDeliverySchema,
    RetryPolicy RetryPolicy,
    DateTimeOffset? ExpirationTimeUtc,
    StorageBlobDestination DeadLetterDestination);

internal sealed record OperationCollection(IReadOnlyList<OperationEntry> Value);

internal sealed record OperationEntry(string Name, OperationDisplay Display);

internal sealed record OperationDisplay(string Provider, string Resource, string Operation, string Description);

internal sealed record PrivateLinkResourceProperties(string GroupId, IReadOnlyList<string> RequiredMembers, IReadOnlyList<string> RequiredZoneNames);

internal sealed record PrivateLinkResource(string Id, string Name, string Type, PrivateLinkResourceProperties Properties);

internal sealed record PlainList<T>(IReadOnlyList<T> Value);

internal sealed record StreamingEntityScaleUnit(int ScaleUnit);
