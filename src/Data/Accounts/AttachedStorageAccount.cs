namespace MediaPlatform.Data.Accounts;

/// <summary>A storage account of a media account.</summary>
/// <param name="Id">ARM id; its last segment is the storage account name.</param>
/// <param name="Type">Primary or Secondary; exactly one is Primary.</param>
public sealed record AttachedStorageAccount(string Id, string Type)
{
    /// <summary>The storage account name: the last segment of <see cref="Id"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Name => Id[(Id.LastIndexOf('/') + 1)..];
}
