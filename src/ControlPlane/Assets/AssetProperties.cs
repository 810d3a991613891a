using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.Replies;
using MediaPlatform.Data.Assets;

namespace MediaPlatform.ControlPlane.Assets;

/// <summary>Properties of an asset in a reply; absent members are left out.</summary>
internal sealed record AssetProperties(
    Guid AssetId,
    DateTimeOffset Created,
    DateTimeOffset LastModified,
    string? AlternateId,
    string? Description,
    string Container,
    string StorageAccountName,
    string StorageEncryptionFormat,
    string? EncryptionScope)
{
    public static Resource<AssetProperties> ToResource(Asset asset, AccountScope account) => new(
        asset.Name,
        account.ChildId($"assets/{asset.Name}"),
        ArmIds.AccountType + "/assets",
        new(
            asset.Id,
            asset.Created,
            asset.LastModified,
            asset.AlternateId,
            asset.Description,
            asset.Container,
            asset.StorageAccountName,
            asset.StorageEncryptionFormat,
            account.IsAtLeast("2023-01-01") ? asset.EncryptionScope : null),
        SystemDataReply.Of(asset, account));
}
