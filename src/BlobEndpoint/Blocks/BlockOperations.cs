using System.Globalization;
using MediaPlatform.BlobEndpoint.Blobs;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Blocks;

/// <summary>Put Block, Put Block List, Get Block List.</summary>
internal static class BlockOperations
{
    /// <summary>A block id is base64 of at most 64 bytes.</summary>
    private const int LongestId = 64;

    public static async Task PutBlockAsync(BlobRequest request)
    {
        if (request.Request.Headers.ContainsKey("x-ms-copy-source")) throw BlobErrors.CannotVerifyCopySource();
        var id = request.Query("blockid");
        CheckId(id);
        BlobWrites.RequireLength(request);
        var md5 = ContentHeaders.Md5(request.Request, "Content-MD5");
        await request.Container.StageBlockAsync(request.BlobName, id, request.Request.Body, md5, request.Aborted);
        request.Response.StatusCode = StatusCodes.Status201Created;
        request.Response.Headers["x-ms-request-server-encrypted"] = "false";
        if (md5 is not null) request.Response.Headers.ContentMD5 = Convert.ToBase64String(md5);
    }

    public static async Task PutBlockListAsync(BlobRequest request)
    {
        var list = await BlockListXml.ReadAsync(request.Request.Body, request.Aborted);
        foreach (var line in list) CheckId(line.Id);
        await request.RequireContainerAsync();
        var headers = ContentHeaders.OfProperties(request.Request) with { Metadata = ContentHeaders.MetadataOf(request.Request) };
        headers = headers with { ContentType = headers.ContentType ?? "application/octet-stream" };
        var condition = BlobConditions.Of(request.Request).ForWrite(request.Grant.MayReplace);

        // Joining many gigabytes may outlast the client's patience; it goes on, so that the repeated request finds it done.
        var blob = await request.Container.CommitBlocksAsync(request.BlobName, list, headers, condition, CancellationToken.None);
        BlobWrites.WriteCreated(request.Response, blob);
    }

    public static async Task GetBlockListAsync(BlobRequest request)
    {
        await request.RequireContainerAsync();
        var type = request.Query("blocklisttype").ToLowerInvariant();
        if (type is not ("" or "committed" or "uncommitted" or "all")) throw BlobErrors.InvalidQueryParameter("blocklisttype");
        var (committed, uncommitted) = request.Container.GetBlocks(request.BlobName);
        var blob = await request.Container.GetPropertiesAsync(request.BlobName, request.Aborted);
        if (blob is null && uncommitted.Count == 0) throw BlobErrors.BlobNotFound();
        if (blob is not null)
        {
            request.Response.Headers.ETag = blob.ETag;
            request.Response.Headers.LastModified = blob.LastModified.ToString("R");
        }

        request.Response.Headers["x-ms-blob-content-length"] = (blob?.Length ?? 0).ToString(CultureInfo.InvariantCulture);
        await BlockListXml.WriteAsync(
            request.Response,
            type == "uncommitted" ? null : committed,
            type is "uncommitted" or "all" ? uncommitted : null,
            request.Aborted);
    }

    private static void CheckId(string id)
    {
        Span<byte> bytes = stackalloc byte[LongestId];
        if (id.Length == 0 || !Convert.TryFromBase64String(id, bytes, out _)) throw BlobErrors.InvalidQueryParameter("blockid");
    }
}
