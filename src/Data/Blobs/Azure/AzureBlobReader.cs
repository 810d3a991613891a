using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace MediaPlatform.Data.Blobs.Azure;

/// <summary>Ranges of one version of a blob: every request carries If-Match.</summary>
internal sealed class AzureBlobReader(BlobBaseClient blob, long length, string etag) : IBlobReader
{
    public long Length => length;

    public string ETag => etag;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = (int)Math.Min(buffer.Length, Math.Max(0, length - offset));
        if (count == 0) return 0;
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(offset, count),
            Conditions = new BlobRequestConditions { IfMatch = new ETag(etag) },
        };
        try
        {
            using BlobDownloadStreamingResult found = await blob.DownloadStreamingAsync(options, cancellationToken);
            await found.Content.ReadExactlyAsync(buffer[..count], cancellationToken);
            return count;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 412)
        {
            throw new BlobException(BlobFailure.ConditionNotMet, "The blob was replaced or deleted while it was read.");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
