using MediaPlatform.BlobEndpoint.Authorization;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.Data.Blobs.Disk;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>An authorized request with all that its operation needs.</summary>
internal sealed record BlobRequest(HttpContext Http, BlobAddress Address, BlobGrant Grant, DiskBlobStore Store, TimeProvider Clock)
{
    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    public CancellationToken Aborted => Http.RequestAborted;

    public string BlobName => Address.Blob!;

    public DiskContainer Container { get; } =
        Address.Container is null ? null! : Store.GetContainer(Address.Account, Address.Container);

    public string Header(string name) => Request.Headers[name].ToString();

    public string Query(string name) => Request.Query[name].ToString();

    public async Task RequireContainerAsync()
    {
        if (!await Container.ExistsAsync(Aborted)) throw BlobErrors.ContainerNotFound();
    }
}
