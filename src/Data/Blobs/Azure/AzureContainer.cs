using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace MediaPlatform.Data.Blobs.Azure;

internal sealed class AzureContainer(string account, BlobContainerClient container, BlobContainerClient secondKey) : IBlobContainer
{
    /// <summary>Bounds the memory of one upload: two blocks of this size are in flight.</summary>
    private const int BlockSize = 8 * 1024 * 1024;

    public string StorageAccountName => account;

    public string Name => container.Name;

    public async Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken) =>
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken) is not null;

    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) => await container.ExistsAsync(cancellationToken);

    public async Task<bool> DeleteAsync(CancellationToken cancellationToken) =>
        await container.DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async Task<BlobItem?> GetPropertiesAsync(string name, CancellationToken cancellationToken)
    {
        var blob = Blob(name);
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return ItemOf(name, found);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<BlobItem> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blobs = container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(blobs)) yield return ItemOf(blobs.Current);
    }

    public async Task<IBlobReader?> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        var found = await GetPropertiesAsync(name, cancellationToken);
        return found is null ? null : new AzureBlobReader(Blob(name), found.Length, found.ETag);
    }

    public Task<IBlobReader?> OpenReadAsync(BlobItem version, CancellationToken cancellationToken) =>
        Task.FromResult<IBlobReader?>(new AzureBlobReader(Blob(version.Name), version.Length, version.ETag));

    public async Task<BlobItem> UploadAsync(string name, Stream content, string? contentType, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType ?? ContentTypes.Of(name) },
            TransferOptions = new global::Azure.Storage.StorageTransferOptions
            {
                InitialTransferSize = BlockSize,
                MaximumTransferSize = BlockSize,
                MaximumConcurrency = 2,
            },
        };
        try
        {
            await container.GetBlobClient(Checked(name)).UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            throw new BlobException(BlobFailure.ContainerNotFound, $"The container {Name} does not exist.");
        }

        return await GetPropertiesAsync(name, cancellationToken)
            ?? throw new BlobException(BlobFailure.BlobNotFound, "The blob was deleted right after its upload.");
    }

    // Azure has no rename: a server-side copy within the account, then the deletion of the source.
    public async Task<bool> MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        var source = Blob(from);
        try
        {
            var copy = await Blob(to).StartCopyFromUriAsync(source.Uri, cancellationToken: cancellationToken);
            await copy.WaitForCompletionAsync(TimeSpan.FromSeconds(1), cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return false;
        }

        await source.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return true;
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        await Blob(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    public bool TryGetLocalPath(string name, [NotNullWhen(true)] out string? path)
    {
        path = null;
        return false;
    }

    public Task<Uri> CreateSasAsync(
        BlobPermissions permissions, DateTimeOffset expiry, int keyIndex, Uri publicBase, CancellationToken cancellationToken)
    {
        var builder = new BlobSasBuilder { BlobContainerName = Name, Resource = "c", ExpiresOn = expiry };
        builder.SetPermissions(RightsOf(permissions));
        return Task.FromResult((keyIndex == 0 ? container : secondKey).GenerateSasUri(builder));
    }

    private static BlobContainerSasPermissions RightsOf(BlobPermissions permissions)
    {
        BlobContainerSasPermissions rights = 0;
        if (permissions.HasFlag(BlobPermissions.Read)) rights |= BlobContainerSasPermissions.Read;
        if (permissions.HasFlag(BlobPermissions.Add)) rights |= BlobContainerSasPermissions.Add;
        if (permissions.HasFlag(BlobPermissions.Create)) rights |= BlobContainerSasPermissions.Create;
        if (permissions.HasFlag(BlobPermissions.Write)) rights |= BlobContainerSasPermissions.Write;
        if (permissions.HasFlag(BlobPermissions.Delete)) rights |= BlobContainerSasPermissions.Delete;
        if (permissions.HasFlag(BlobPermissions.List)) rights |= BlobContainerSasPermissions.List;
        return rights;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<global::Azure.Storage.Blobs.Models.BlobItem> blobs)
    {
        try
        {
            return await blobs.MoveNextAsync();
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return false;
        }
    }

    private static BlobItem ItemOf(string name, BlobProperties found) => new(
        name,
        found.ContentLength,
        found.ETag.ToString("H"),
        found.LastModified,
        new BlobHeaders
        {
            ContentType = found.ContentType,
            ContentEncoding = found.ContentEncoding,
            ContentLanguage = found.ContentLanguage,
            ContentDisposition = found.ContentDisposition,
            CacheControl = found.CacheControl,
            ContentMd5 = found.ContentHash,
            Metadata = new Dictionary<string, string>(found.Metadata),
        });

    private static BlobItem ItemOf(global::Azure.Storage.Blobs.Models.BlobItem found) => new(
        found.Name,
        found.Properties.ContentLength ?? 0,
        found.Properties.ETag?.ToString("H") ?? "",
        found.Properties.LastModified ?? DateTimeOffset.UnixEpoch,
        new BlobHeaders
        {
            ContentType = found.Properties.ContentType,
            ContentEncoding = found.Properties.ContentEncoding,
            ContentLanguage = found.Properties.ContentLanguage,
            ContentDisposition = found.Properties.ContentDisposition,
            CacheControl = found.Properties.CacheControl,
            ContentMd5 = found.Properties.ContentHash,
            Metadata = new Dictionary<string, string>(found.Metadata ?? new Dictionary<string, string>()),
        });

    private static string Checked(string name)
    {
        BlobNames.CheckBlob(name);
        return name;
    }

    private BlobBaseClient Blob(string name) => container.GetBlobBaseClient(Checked(name));
}
