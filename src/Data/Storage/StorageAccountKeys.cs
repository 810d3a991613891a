namespace MediaPlatform.Data.Storage;

/// <summary>The two keys of a storage account that our own blob endpoint serves.</summary>
public sealed class StorageAccountKeys
{
    /// <summary>Storage account name, lower case.</summary>
    public string AccountName { get; set; } = "";

    /// <summary>Base64 of 64 bytes, under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string ProtectedKey1 { get; set; } = "";

    /// <summary>Base64 of 64 bytes, under <see cref="Secrets.ISecretProtector"/>.</summary>
    public string ProtectedKey2 { get; set; } = "";

    public long Version { get; set; }
}
