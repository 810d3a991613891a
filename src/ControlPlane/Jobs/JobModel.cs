using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Catalog;
using MediaPlatform.Data.Jobs;

namespace MediaPlatform.ControlPlane.Jobs;

internal static class JobModel
{
    public static readonly EntityModel<Job> Instance = new EntityModel<Job>()
        .Ordered("name", job => job.NameKey, NamedResource.KeyOf)
        .Filtered("properties/state", job => job.State)
        .Filtered("properties/description", job => job.Description)
        .Ordered("properties/created", job => job.Created)
        .Ordered("properties/lastModified", job => job.LastModified);
}
