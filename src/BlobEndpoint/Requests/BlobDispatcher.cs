using MediaPlatform.BlobEndpoint.Authorization;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.Data.Blobs.Disk;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>From a request to its operation: address, signature, right, then the work.</summary>
internal sealed class BlobDispatcher(
    DiskBlobStore store, BlobAuthorizer authorizer, IOptions<BlobEndpointOptions> options, TimeProvider clock)
{
    public async Task DispatchAsync(HttpContext context)
    {
        var http = context.Request;
        var address = BlobAddress.Of(http);
        var (restype, comp) = (http.Query["restype"].ToString(), http.Query["comp"].ToString());
        var level = address.Blob is not null ? BlobLevel.Blob : address.Container is not null ? BlobLevel.Container : BlobLevel.Service;
        var operation = BlobOperation.Find(level, http.Method, restype, comp);
        if (operation is null)
            throw restype.Length + comp.Length > 0 ? BlobErrors.InvalidQueryParameter("comp") : BlobErrors.UnsupportedVerb();
        var grant = await authorizer.AuthorizeAsync(http, address, context.RequestAborted);
        grant.Require(operation.Right, operation.Level);
        if (level == BlobLevel.Blob) RefuseOldVersions(http);
        AllowBody(context);
        await operation.Run(new BlobRequest(context, address, grant, store, clock));
    }

    // Snapshots and versions are not kept: a request for one must not read, and above all not delete, the blob itself.
    private static void RefuseOldVersions(HttpRequest http)
    {
        foreach (var name in (string[])["snapshot", "versionid"])
        {
            if (http.Query[name].ToString().Length == 0) continue;
            throw HttpMethods.IsPut(http.Method) ? BlobErrors.InvalidQueryParameter(name) : BlobErrors.BlobNotFound();
        }
    }

    private void AllowBody(HttpContext context)
    {
        if (context.Request.ContentLength > options.Value.MaximumRequestBytes) throw BlobErrors.BodyTooLarge();
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = options.Value.MaximumRequestBytes;
    }
}
