using Azure.Storage;
using Azure.Storage.Blobs;

namespace MediaPlatform.BlobEndpoint.Tests.Hosting;

/// <summary>A storage account that a test talks to: ours or Azurite's.</summary>
/// <param name="Endpoint">Address of the account.</param>
/// <param name="AccountKey">Base64.</param>
internal sealed record BlobService(Uri Endpoint, string Account, string AccountKey)
{
    public StorageSharedKeyCredential Credential => new(Account, AccountKey);

    public BlobServiceClient Client => new(Endpoint, Credential);

    /// <summary>A new container, opened with the account key.</summary>
    public async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = Client.GetBlobContainerClient("c-" + Guid.NewGuid().ToString("n"));
        await container.CreateAsync();
        return container;
    }
}
