using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Assets;

/// <summary>An asset: one blob container with a name. Its Id is the assetId.</summary>
public sealed class Asset : NamedResource
{
    public string? Description { get; set; }

    public string? AlternateId { get; set; }

    public string Container { get; set; } = "";

    public string StorageAccountName { get; set; } = "";

    /// <summary>None or MediaStorageClientEncryption (made by the v2 API).</summary>
    public string StorageEncryptionFormat { get; set; } = "None";

    public string? EncryptionScope { get; set; }
}
