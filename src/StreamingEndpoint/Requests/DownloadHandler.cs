using MediaPlatform.Data.Blobs;
using MediaPlatform.StreamingEndpoint.Delivery;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Protocols;
using MediaPlatform.StreamingEndpoint.Sources;
using MediaPlatform.StreamingEndpoint.Urls;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.StreamingEndpoint.Requests;

/// <summary>Progressive download of the files of an asset.</summary>
internal sealed class DownloadHandler(RequestGate gate, IBlobStore blobs, BlockCache blocks)
{
    public async ValueTask AnswerAsync(HttpContext context, StreamingUrl url, RequestRecord record)
    {
        var (_, locator, cacheControl) = await gate.EnterAsync(context, url);
        var name = url.FileName.ToString();
        if (IsServerFile(name))
        {
            throw new OriginException(MpeErrors.ResourceNotFound.Because("Server side files are not downloadable."));
        }

        var segment = await OpenAsync(blobs.GetContainer(locator.StorageAccount, locator.Container), name, context.RequestAborted);
        try
        {
            record.Bytes = await SegmentReply.SendAsync(context, segment, cacheControl);
        }
        finally
        {
            await segment.ReleaseAsync();
        }
    }

    private async Task<Segment> OpenAsync(IBlobContainer container, string name, CancellationToken cancellationToken)
    {
        try
        {
            // On the pool: the request may be on an event loop, and a disk may be slow to open a file.
            var reader = await Task.Run(() => container.OpenReadAsync(name, cancellationToken), cancellationToken);
            return reader is null
                ? throw new OriginException(MpeErrors.StorageResourceNotFound)
                : new StoredFile(new SharedReader(ReadAheadReader.Around(reader, container, name, blocks)), MediaTypes.Of(name));
        }
        catch (InvalidBlobNameException)
        {
            throw new OriginException(MpeErrors.StorageBadUrlSyntax);
        }
        catch (BlobException)
        {
            throw new OriginException(MpeErrors.StorageResourceNotFound);
        }
    }

    // .ism, .ismc, .isma, .ismt, .ismv, .ismx and whatever follows: they are streamed, as Smooth Streaming always had it.
    private static bool IsServerFile(string name) => Path.GetExtension(name.AsSpan()).StartsWith(".ism", StringComparison.OrdinalIgnoreCase);
}
