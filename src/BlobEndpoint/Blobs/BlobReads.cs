using System.Buffers;
using System.Security.Cryptography;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.BlobEndpoint.Requests;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Blobs;

/// <summary>Get Blob, Get Blob Properties, Get Blob Metadata.</summary>
internal static class BlobReads
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The service computes the MD5 of a range of up to 4 MiB.</summary>
    private const long LargestMd5Range = 4 * 1024 * 1024;

    /// <summary>Query parameters of a SAS that replace headers of the reply.</summary>
    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("rscc", "Cache-Control"), ("rscd", "Content-Disposition"), ("rsce", "Content-Encoding"),
        ("rscl", "Content-Language"), ("rsct", "Content-Type"),
    ];

    public static async Task GetAsync(BlobRequest request)
    {
        // Opened before the properties are read: then they are those of the bytes, or the version check below tells.
        await using var reader = await OpenAsync(request);
        var blob = await request.Container.GetPropertiesAsync(request.BlobName, request.Aborted) ?? throw BlobErrors.BlobNotFound();
        if (blob.ETag != reader.ETag) throw new BlobException(BlobFailure.ConditionNotMet, "The blob was replaced just now.");
        BlobConditions.Of(request.Request).CheckRead(blob);
        var (offset, length, partial) = RangeOf(request, blob.Length);
        WriteHeaders(request, blob);
        if (partial)
        {
            request.Response.StatusCode = StatusCodes.Status206PartialContent;
            request.Response.Headers.ContentRange = $"bytes {offset}-{offset + length - 1}/{blob.Length}";
            await WriteRangeMd5Async(request, reader, offset, length);
        }

        request.Response.ContentLength = length;
        await CopyAsync(request, reader, offset, length);
    }

    public static async Task HeadAsync(BlobRequest request)
    {
        var blob = await FindAsync(request);
        BlobConditions.Of(request.Request).CheckRead(blob);
        WriteHeaders(request, blob);
        request.Response.ContentLength = blob.Length;
    }

    public static async Task GetMetadataAsync(BlobRequest request)
    {
        var blob = await FindAsync(request);
        BlobConditions.Of(request.Request).CheckRead(blob);
        request.Response.Headers.ETag = blob.ETag;
        request.Response.Headers.LastModified = blob.LastModified.ToString("R");
        ContentHeaders.WriteMetadata(request.Response, blob.Metadata);
    }

    private static async Task<IBlobReader> OpenAsync(BlobRequest request)
    {
        if (await request.Container.OpenReadAsync(request.BlobName, request.Aborted) is { } reader) return reader;
        await request.RequireContainerAsync();
        throw BlobErrors.BlobNotFound();
    }

    private static async Task<BlobItem> FindAsync(BlobRequest request)
    {
        if (await request.Container.GetPropertiesAsync(request.BlobName, request.Aborted) is { } blob) return blob;
        await request.RequireContainerAsync();
        throw BlobErrors.BlobNotFound();
    }

    private static (long Offset, long Length, bool Partial) RangeOf(BlobRequest request, long length)
    {
        var text = request.Header("x-ms-range");
        if (text.Length == 0) text = request.Header("Range");
        if (ByteRangeHeader.Parse(text) is not { } range) return (0, length, false);
        if (range.First >= length)
        {
            request.Response.Headers.ContentRange = $"bytes */{length}";
            throw BlobErrors.InvalidRange();
        }

        var last = Math.Min(range.Last ?? long.MaxValue, length - 1);
        return (range.First, last - range.First + 1, true);
    }

    private static void WriteHeaders(BlobRequest request, BlobItem blob)
    {
        ContentHeaders.Write(request.Response, blob);
        if (blob.Headers.ContentMd5 is { } md5)
        {
            var text = Convert.ToBase64String(md5);
            request.Response.Headers[IsRanged(request) ? "x-ms-blob-content-md5" : "Content-MD5"] = text;
        }

        foreach (var (parameter, header) in Overrides)
        {
            var value = request.Query(parameter);
            if (value.Length == 0) continue;
            if (!ContentHeaders.IsPrintable(value)) throw BlobErrors.InvalidQueryParameter(parameter);
            request.Response.Headers[header] = value;
        }
    }

    private static bool IsRanged(BlobRequest request) =>
        ByteRangeHeader.Parse(request.Header("x-ms-range")) is not null || ByteRangeHeader.Parse(request.Header("Range")) is not null;

    private static async Task WriteRangeMd5Async(BlobRequest request, IBlobReader reader, long offset, long length)
    {
        if (!request.Header("x-ms-range-get-content-md5").Equals("true", StringComparison.OrdinalIgnoreCase)) return;
        if (length > LargestMd5Range) throw BlobErrors.InvalidHeader("x-ms-range-get-content-md5");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await ReadAsync(reader, offset, length, hash.AppendData, request.Aborted);
        request.Response.Headers.ContentMD5 = Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static async Task ReadAsync(
        IBlobReader reader, long offset, long length, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (length > 0)
            {
                var count = await reader.ReadAsync(offset, buffer.AsMemory(0, (int)Math.Min(length, BufferSize)), cancellationToken);
                if (count == 0) throw new EndOfStreamException("The blob is shorter than it was.");
                take(buffer.AsSpan(0, count));
                (offset, length) = (offset + count, length - count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyAsync(BlobRequest request, IBlobReader reader, long offset, long length)
    {
        var writer = request.Response.BodyWriter;
        while (length > 0)
        {
            var memory = writer.GetMemory((int)Math.Min(length, BufferSize));
            if (memory.Length > length) memory = memory[..(int)length];
            var count = await reader.ReadAsync(offset, memory, request.Aborted);
            if (count == 0) throw new EndOfStreamException("The blob is shorter than it was.");
            writer.Advance(count);
            var flushed = await writer.FlushAsync(request.Aborted);
            if (flushed.IsCompleted) return;
            (offset, length) = (offset + count, length - count);
        }
    }
}
