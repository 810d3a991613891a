using MediaPlatform.BlobEndpoint.Authorization;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.BlobEndpoint.Blobs;

/// <summary>Copy Blob and Put Blob From URL within one account: no other server is ever called.</summary>
internal static class BlobCopies
{
    public static async Task CopyAsync(BlobRequest request)
    {
        var source = await AuthorizedSourceAsync(request);
        var container = request.Store.GetContainer(source.Account, source.Container!);
        await using var reader = await container.OpenReadAsync(source.Blob!, request.Aborted) ?? throw BlobErrors.BlobNotFound();
        var found = await container.GetPropertiesAsync(source.Blob!, request.Aborted) ?? throw BlobErrors.BlobNotFound();
        var metadata = ContentHeaders.MetadataOf(request.Request);
        var isAsynchronous = !request.Request.Headers.ContainsKey("x-ms-blob-type"); // else Put Blob From URL
        var copy = isAsynchronous ? new BlobCopyRecord(Guid.NewGuid().ToString(), source.UrlLike(request.Request), request.Clock.GetUtcNow()) : null;
        var headers = found.Headers with { Copy = copy, ContentMd5 = null, Metadata = metadata.Count > 0 ? metadata : found.Headers.Metadata };
        var condition = BlobConditions.Of(request.Request).ForWrite(request.Grant.MayReplace);
        await using var content = new BlobStream(reader);
        var blob = await request.Container.PutAsync(
            request.BlobName, content, headers, condition, request.Aborted);
        BlobWrites.WriteCreated(request.Response, blob);
        if (copy is null) return;
        request.Response.StatusCode = StatusCodes.Status202Accepted;
        request.Response.Headers["x-ms-copy-id"] = copy.Id;
        request.Response.Headers["x-ms-copy-status"] = "success";
    }

    // A caller with the account key may read all of it; any other must bring a SAS for the source in its URL.
    private static async Task<BlobAddress> AuthorizedSourceAsync(BlobRequest request)
    {
        if (!Uri.TryCreate(request.Header("x-ms-copy-source"), UriKind.Absolute, out var url)) throw BlobErrors.InvalidHeader("x-ms-copy-source");
        var source = BlobAddress.OfUrl(url, request.Address);
        if (source is not { Container: not null, Blob: not null }) throw BlobErrors.CannotVerifyCopySource();
        if (request.Grant.IsAccountKey) return source;
        var authorizer = request.Http.RequestServices.GetRequiredService<BlobAuthorizer>();
        var asked = new DefaultHttpContext().Request;
        asked.Method = HttpMethods.Get;
        asked.Scheme = request.Request.Scheme;
        asked.QueryString = new QueryString(url.Query);
        asked.HttpContext.Connection.RemoteIpAddress = request.Http.Connection.RemoteIpAddress;
        var grant = await authorizer.AuthorizeAsync(asked, source, request.Aborted);
        grant.Require(BlobRight.Read, BlobLevel.Blob);
        return source;
    }
}
