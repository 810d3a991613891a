using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Documentation;
using MediaPlatform.Data.Accounts;

namespace MediaPlatform.ControlPlane.Accounts;

internal sealed record StorageAccountReply(string Id, string Type, [property: DocumentedAs(typeof(ResourceIdentity))] JsonObject? Identity)
{
    public static StorageAccountReply Of(AttachedStorageAccount storage, AccountDetails details) =>
        new(storage.Id, storage.Type, details.StorageIdentities.GetValueOrDefault(storage.Id));
}
