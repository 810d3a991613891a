using System.Diagnostics.CodeAnalysis;

namespace MediaPlatform.Data.Blobs;

/// <summary>One container. Every blob name is checked: nothing reaches outside.</summary>
public interface IBlobContainer
{
    string StorageAccountName { get; }

    string Name { get; }

    /// <returns>True when this call made it.</returns>
    Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken);

    Task<bool> ExistsAsync(CancellationToken cancellationToken);

    /// <summary>Removes the container with all blobs.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(CancellationToken cancellationToken);

    /// <returns>Null when there is no such blob.</returns>
    Task<BlobItem?> GetPropertiesAsync(string name, CancellationToken cancellationToken);

    /// <summary>Blobs whose names start with the prefix, in ordinal order. A missing container lists as empty.</summary>
    IAsyncEnumerable<BlobItem> ListAsync(string? prefix, CancellationToken cancellationToken);

    /// <summary>Opens one version of a blob for reading.</summary>
    /// <returns>Null when there is no such blob.</returns>
    Task<IBlobReader?> OpenReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a version that a listing or a look at the properties showed, without asking for it again where the store allows.</summary>
    /// <returns>Null when that version is known to be gone; a reader of a store that finds out later fails in its first read.</returns>
    Task<IBlobReader?> OpenReadAsync(BlobItem version, CancellationToken cancellationToken);

    /// <summary>Writes a blob. It is visible, whole and durable when the call returns, and not visible before.</summary>
    Task<BlobItem> UploadAsync(string name, Stream content, string? contentType, CancellationToken cancellationToken);

    /// <summary>Publishes a blob under another name, replacing what is there. Atomic on disk.</summary>
    /// <returns>False when there is no blob to move.</returns>
    Task<bool> MoveAsync(string from, string to, CancellationToken cancellationToken);

    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>The file of an existing blob, when blobs are files of this machine.</summary>
    bool TryGetLocalPath(string name, [NotNullWhen(true)] out string? path);

    /// <summary>A URL of the container that carries a service SAS (sr=c).</summary>
    /// <param name="expiry">End of validity; the URL is valid from a little before now.</param>
    /// <param name="keyIndex">0 or 1: the account key that signs.</param>
    /// <param name="publicBase">Public address of the blob endpoint, without account; ignored where the store has its own.</param>
    Task<Uri> CreateSasAsync(BlobPermissions permissions, DateTimeOffset expiry, int keyIndex, Uri publicBase, CancellationToken cancellationToken);
}
