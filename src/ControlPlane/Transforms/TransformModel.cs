using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Transforms;

namespace MediaPlatform.ControlPlane.Transforms;

internal static class TransformModel
{
    public static readonly EntityModel<Transform> Instance = new EntityModel<Transform>()
        .Ordered("name", transform => transform.NameKey, NamedResource.KeyOf)
        .Filtered("properties/description", transform => transform.Description)
        .Ordered("properties/created", transform => transform.Created)
        .Ordered("properties/lastModified", transform => transform.LastModified);
}
