using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.ContentKeys;

namespace MediaPlatform.ControlPlane.ContentKeys;

internal static class ContentKeyPolicyModel
{
    public static readonly EntityModel<ContentKeyPolicy> Instance = new EntityModel<ContentKeyPolicy>()
        .Ordered("name", policy => policy.NameKey, NamedResource.KeyOf)
        .Filtered("properties/description", policy => policy.Description)
        .Filtered("properties/policyId", policy => policy.Id)
        .Ordered("properties/created", policy => policy.Created)
        .Ordered("properties/lastModified", policy => policy.LastModified);
}
