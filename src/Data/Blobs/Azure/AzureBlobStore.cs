using Azure.Storage;
using Azure.Storage.Blobs;

namespace MediaPlatform.Data.Blobs.Azure;

/// <summary>Containers in Azure Blob Storage, or in a server that speaks its protocol.</summary>
public sealed class AzureBlobStore : IBlobStore
{
    private readonly Dictionary<string, (BlobServiceClient First, BlobServiceClient Second)> _accounts = new(StringComparer.OrdinalIgnoreCase);

    public AzureBlobStore(IReadOnlyDictionary<string, AzureAccountOptions> accounts, BlobPatience patience = BlobPatience.OfJobs)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var options = Options(patience);
        foreach (var (name, account) in accounts)
        {
            var first = new BlobServiceClient(account.ConnectionString, options);
            var second = string.IsNullOrEmpty(account.SecondaryKey)
                ? first
                : new BlobServiceClient(first.Uri, new StorageSharedKeyCredential(first.AccountName, account.SecondaryKey), options);
            _accounts.Add(name, (first, second));
        }
    }

    /// <summary>Whether the connection string can be read and has the key that SAS URLs are signed with.</summary>
    internal static bool CanUse(AzureAccountOptions account)
    {
        try
        {
            return new BlobServiceClient(account.ConnectionString).CanGenerateAccountSasUri;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // The client by itself waits 100 s for each of six answers. All viewers of an asset wait for one opening of it, so that they would
    // still wait minutes after a connection was lost without a word although the storage has long been back.
    private static BlobClientOptions Options(BlobPatience patience)
    {
        var options = new BlobClientOptions();
        if (patience == BlobPatience.OfViewers)
        {
            options.Retry.NetworkTimeout = TimeSpan.FromSeconds(4);
            options.Retry.MaxRetries = 2;
            options.Retry.Delay = TimeSpan.FromMilliseconds(300);
            options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        }

        return options;
    }

    public IBlobContainer GetContainer(string storageAccountName, string containerName)
    {
        BlobNames.CheckContainer(containerName);
        if (!_accounts.TryGetValue(storageAccountName, out var clients))
            throw new InvalidBlobNameException($"The storage account {storageAccountName} is not configured.");
        return new AzureContainer(
            storageAccountName, clients.First.GetBlobContainerClient(containerName), clients.Second.GetBlobContainerClient(containerName));
    }
}
