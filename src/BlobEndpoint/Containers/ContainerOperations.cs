using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Lists;
using MediaPlatform.BlobEndpoint.Requests;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Containers;

/// <summary>Create, delete and describe containers.</summary>
internal static class ContainerOperations
{
    public static async Task CreateAsync(BlobRequest request)
    {
        if (!await request.Container.CreateIfNotExistsAsync(ContentHeaders.MetadataOf(request.Request), request.Aborted))
            throw BlobErrors.ContainerAlreadyExists();
        request.Response.StatusCode = StatusCodes.Status201Created;
        WriteVersion(request);
    }

    public static async Task DeleteAsync(BlobRequest request)
    {
        if (!await request.Container.DeleteAsync(request.Aborted)) throw BlobErrors.ContainerNotFound();
        request.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    public static Task GetPropertiesAsync(BlobRequest request)
    {
        WriteVersion(request);
        var headers = request.Response.Headers;
        headers["x-ms-lease-status"] = "unlocked";
        headers["x-ms-lease-state"] = "available";
        headers["x-ms-has-immutability-policy"] = "false";
        headers["x-ms-has-legal-hold"] = "false";
        ContentHeaders.WriteMetadata(request.Response, request.Container.GetContainerProperties()!.Metadata);
        return Task.CompletedTask;
    }

    public static async Task SetMetadataAsync(BlobRequest request)
    {
        if (!await request.Container.SetContainerMetadataAsync(ContentHeaders.MetadataOf(request.Request), request.Aborted))
            throw BlobErrors.ContainerNotFound();
        WriteVersion(request);
    }

    /// <summary>No public access and no stored access policies: the only state that a container here can have.</summary>
    public static Task GetAccessAsync(BlobRequest request)
    {
        WriteVersion(request);
        return XmlReply.WriteAsync(request.Response, xml => xml.WriteElementString("SignedIdentifiers", ""), request.Aborted);
    }

    private static void WriteVersion(BlobRequest request)
    {
        var properties = request.Container.GetContainerProperties() ?? throw BlobErrors.ContainerNotFound();
        request.Response.Headers.ETag = properties.ETag;
        request.Response.Headers.LastModified = properties.LastModified.ToString("R");
    }
}
