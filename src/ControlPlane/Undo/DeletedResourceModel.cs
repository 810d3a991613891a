using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Undo;

namespace MediaPlatform.ControlPlane.Undo;

internal static class DeletedResourceModel
{
    public static readonly EntityModel<DeletedResource> Instance = new EntityModel<DeletedResource>()
        .Ordered("name", resource => resource.NameKey, NamedResource.KeyOf)
        .Filtered("properties/kind", resource => resource.Kind)
        .Filtered("properties/resourceName", resource => resource.ResourceName)
        .Ordered("properties/deleted", resource => resource.Created)
        .Ordered("properties/restorableUntil", resource => resource.ExpiresAt);
}
