using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Assets;
using MediaPlatform.Data.Catalog;

namespace MediaPlatform.ControlPlane.Assets;

internal static class AssetModel
{
    public static readonly EntityModel<Asset> Instance = new EntityModel<Asset>()
        .Ordered("name", asset => asset.NameKey, NamedResource.KeyOf)
        .Filtered("properties/alternateId", asset => asset.AlternateId)
        .Filtered("properties/description", asset => asset.Description)
        .Filtered("properties/assetId", asset => asset.Id)
        .Filtered("properties/container", asset => asset.Container)
        .Ordered("properties/created", asset => asset.Created)
        .Ordered("properties/lastModified", asset => asset.LastModified);
}
