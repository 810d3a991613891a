using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MediaPlatform.ControlPlane.Arm.Bodies;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.Data.Accounts;
using MediaPlatform.Data.Assets;

namespace MediaPlatform.ControlPlane.Assets;

/// <summary>Reads the body of an asset PUT, or of a PATCH after the merge.</summary>
internal static partial class AssetBody
{
    private const int LongestText = 4000;

    // Container, storage account and scope belong to creation; clients send them back unchanged.
    private static readonly ReadOnlyMembers s_readOnly = new(
        "Asset",
        "id", "name", "type", "systemData.createdBy", "systemData.createdAt", "properties.assetId", "properties.created", "properties.container",
        "properties.storageAccountName", "properties.storageEncryptionFormat", "properties.encryptionScope");

    /// <summary>The container of an asset whose creator named none.</summary>
    public static string OwnContainer(Guid assetId) => $"asset-{assetId}";

    /// <summary>A new asset from a body.</summary>
    public static Asset Create(JsonObject json, string name, AccountScope account)
    {
        var mistakes = new Mistakes();
        var properties = new BodyReader(json, mistakes).Object("properties");
        var id = Guid.NewGuid();
        var asset = new Asset { Id = id, AccountId = account.Id, Name = name };
        asset.Container = Container(properties) ?? OwnContainer(id);
        asset.StorageAccountName = StorageAccount(properties, account.Account);
        asset.EncryptionScope = properties?.Text("encryptionScope", 63);
        Describe(asset, properties);
        mistakes.ThrowIfAny();
        return asset;
    }

    /// <summary>Changes an asset to what a body says.</summary>
    public static Asset Update(JsonObject json, Asset asset, AccountScope account)
    {
        var mistakes = new Mistakes();
        s_readOnly.Check(json, AssetProperties.ToResource(asset, account), mistakes);
        Describe(asset, new BodyReader(json, mistakes).Object("properties"));
        mistakes.ThrowIfAny();
        return asset;
    }

    private static void Describe(Asset asset, BodyReader? properties)
    {
        asset.AlternateId = properties?.Text("alternateId", 400);
        asset.Description = properties?.Text("description", LongestText);
    }

    private static string? Container(BodyReader? properties)
    {
        if (properties?.Text("container") is not { Length: > 0 } name)
        {
            return null;
        }

        if (name.Length is < 3 or > 63 || !ContainerName().IsMatch(name))
        {
            properties.Wrong("container", "The container name must be 3 to 63 lower-case letters, digits and single inner dashes.");
        }

        return name;
    }

    private static string StorageAccount(BodyReader? properties, MediaAccount account)
    {
        var primary = account.StorageAccounts.First(storage => storage.Type == "Primary").Name;
        if (properties?.Text("storageAccountName") is not { Length: > 0 } name)
        {
            return primary;
        }

        if (account.StorageAccounts.FirstOrDefault(storage => storage.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } storage)
        {
            return storage.Name;
        }

        properties.Wrong("storageAccountName", $"The storage account '{name}' is not attached to the account '{account.Name}'.");
        return primary;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex ContainerName();
}
