using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Blobs;

/// <summary>Put Blob, Delete Blob, Set Blob Metadata, Set Blob Properties.</summary>
internal static class BlobWrites
{
    public static async Task PutAsync(BlobRequest request)
    {
        if (request.Request.Headers.ContainsKey("x-ms-copy-source"))
        {
            await BlobCopies.CopyAsync(request);
            return;
        }

        var type = request.Header("x-ms-blob-type");
        if (type.Length == 0) throw BlobErrors.MissingHeader("x-ms-blob-type");
        if (!type.Equals("BlockBlob", StringComparison.OrdinalIgnoreCase)) throw BlobErrors.UnsupportedBlobType();
        RequireLength(request);
        var headers = ContentHeaders.OfPutBlob(request.Request);
        var condition = BlobConditions.Of(request.Request).ForWrite(request.Grant.MayReplace);
        var blob = await request.Container.PutAsync(request.BlobName, request.Request.Body, headers, condition, request.Aborted);
        WriteCreated(request.Response, blob);
        if (blob.Headers.ContentMd5 is { } md5) request.Response.Headers.ContentMD5 = Convert.ToBase64String(md5);
    }

    public static async Task DeleteAsync(BlobRequest request)
    {
        await request.RequireContainerAsync();
        var condition = BlobConditions.Of(request.Request).ForWrite(mayReplace: true);
        var isThere = OnlySnapshots(request)
            ? await request.Container.GetPropertiesAsync(request.BlobName, request.Aborted) is not null // none is kept: nothing to delete
            : await request.Container.DeleteAsync(request.BlobName, condition, request.Aborted);
        if (!isThere) throw BlobErrors.BlobNotFound();
        request.Response.StatusCode = StatusCodes.Status202Accepted;
        request.Response.Headers["x-ms-delete-type-permanent"] = "true";
    }

    public static Task SetMetadataAsync(BlobRequest request)
    {
        var metadata = ContentHeaders.MetadataOf(request.Request);
        return ChangeAsync(request, headers => headers with { Metadata = metadata });
    }

    public static Task SetPropertiesAsync(BlobRequest request)
    {
        // "If this header isn't specified, the property is cleared."
        var set = ContentHeaders.OfProperties(request.Request);
        return ChangeAsync(request, headers => set with { Metadata = headers.Metadata, Copy = headers.Copy });
    }

    public static void WriteCreated(HttpResponse response, BlobItem blob)
    {
        response.StatusCode = StatusCodes.Status201Created;
        WriteVersion(response, blob);
        response.Headers["x-ms-request-server-encrypted"] = "false";
    }

    public static void RequireLength(BlobRequest request)
    {
        if (request.Request.ContentLength is null && !request.Request.Headers.ContainsKey("Transfer-Encoding") && request.Request.Protocol != "HTTP/2")
            throw BlobErrors.MissingContentLength();
    }

    private static bool OnlySnapshots(BlobRequest request) => request.Header("x-ms-delete-snapshots").ToLowerInvariant() switch
    {
        "" or "include" => false,
        "only" => true,
        _ => throw BlobErrors.InvalidHeader("x-ms-delete-snapshots"),
    };

    private static async Task ChangeAsync(BlobRequest request, Func<BlobHeaders, BlobHeaders> change)
    {
        await request.RequireContainerAsync();
        var condition = BlobConditions.Of(request.Request).ForWrite(mayReplace: true);
        WriteVersion(request.Response, await request.Container.ChangeHeadersAsync(request.BlobName, change, condition, request.Aborted));
    }

    private static void WriteVersion(HttpResponse response, BlobItem blob)
    {
        response.Headers.ETag = blob.ETag;
        response.Headers.LastModified = blob.LastModified.ToString("R");
    }
}
