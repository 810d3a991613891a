namespace MediaPlatform.Data.Blobs;

/// <summary>Where asset containers live: a folder or Azure Blob Storage.</summary>
public interface IBlobStore
{
    /// <summary>A container, whether it exists or not. Throws <see cref="InvalidBlobNameException"/> on an illegal name.</summary>
    IBlobContainer GetContainer(string storageAccountName, string containerName);
}
