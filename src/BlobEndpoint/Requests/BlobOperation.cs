using MediaPlatform.BlobEndpoint.Authorization;
using MediaPlatform.BlobEndpoint.Blobs;
using MediaPlatform.BlobEndpoint.Blocks;
using MediaPlatform.BlobEndpoint.Containers;
using MediaPlatform.BlobEndpoint.Lists;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>One operation of the service: how it is asked for, which right it takes, what does it.</summary>
/// <param name="Resource">restype of the query.</param>
/// <param name="Component">comp of the query.</param>
internal sealed record BlobOperation(
    BlobLevel Level, string Method, string Resource, string Component, BlobRight Right, Func<BlobRequest, Task> Run)
{
    private static readonly BlobOperation[] All =
    [
        new(BlobLevel.Blob, "GET", "", "", BlobRight.Read, BlobReads.GetAsync),
        new(BlobLevel.Blob, "HEAD", "", "", BlobRight.Read, BlobReads.HeadAsync),
        new(BlobLevel.Blob, "PUT", "", "", BlobRight.WriteOrCreate, BlobWrites.PutAsync),
        new(BlobLevel.Blob, "DELETE", "", "", BlobRight.Delete, BlobWrites.DeleteAsync),
        new(BlobLevel.Blob, "GET", "", "metadata", BlobRight.Read, BlobReads.GetMetadataAsync),
        new(BlobLevel.Blob, "HEAD", "", "metadata", BlobRight.Read, BlobReads.GetMetadataAsync),
        new(BlobLevel.Blob, "PUT", "", "metadata", BlobRight.Write, BlobWrites.SetMetadataAsync),
        new(BlobLevel.Blob, "PUT", "", "properties", BlobRight.Write, BlobWrites.SetPropertiesAsync),
        new(BlobLevel.Blob, "PUT", "", "block", BlobRight.WriteOrCreate, BlockOperations.PutBlockAsync),
        new(BlobLevel.Blob, "PUT", "", "blocklist", BlobRight.WriteOrCreate, BlockOperations.PutBlockListAsync),
        new(BlobLevel.Blob, "GET", "", "blocklist", BlobRight.Read, BlockOperations.GetBlockListAsync),
        new(BlobLevel.Container, "GET", "container", "list", BlobRight.List, ListOperations.ListBlobsAsync),
        new(BlobLevel.Container, "PUT", "container", "", BlobRight.WriteOrCreate, ContainerOperations.CreateAsync),
        new(BlobLevel.Container, "DELETE", "container", "", BlobRight.Delete, ContainerOperations.DeleteAsync),
        new(BlobLevel.Container, "GET", "container", "", BlobRight.Read, ContainerOperations.GetPropertiesAsync),
        new(BlobLevel.Container, "HEAD", "container", "", BlobRight.Read, ContainerOperations.GetPropertiesAsync),
        new(BlobLevel.Container, "GET", "container", "metadata", BlobRight.Read, ContainerOperations.GetPropertiesAsync),
        new(BlobLevel.Container, "HEAD", "container", "metadata", BlobRight.Read, ContainerOperations.GetPropertiesAsync),
        new(BlobLevel.Container, "PUT", "container", "metadata", BlobRight.Write, ContainerOperations.SetMetadataAsync),
        new(BlobLevel.Container, "GET", "container", "acl", BlobRight.Read, ContainerOperations.GetAccessAsync),
        new(BlobLevel.Service, "GET", "", "list", BlobRight.List, ListOperations.ListContainersAsync),
        new(BlobLevel.Service, "GET", "service", "properties", BlobRight.Read, AccountOperations.GetPropertiesAsync),
        new(BlobLevel.Service, "GET", "account", "properties", BlobRight.Read, AccountOperations.GetInformationAsync),
        new(BlobLevel.Service, "HEAD", "account", "properties", BlobRight.Read, AccountOperations.GetInformationAsync),
    ];

    public static BlobOperation? Find(BlobLevel level, string method, string resource, string component) =>
        Array.Find(All, operation =>
            operation.Level == level
            && operation.Method.Equals(method, StringComparison.Ordinal)
            && operation.Resource.Equals(resource, StringComparison.OrdinalIgnoreCase)
            && operation.Component.Equals(component, StringComparison.OrdinalIgnoreCase));
}
