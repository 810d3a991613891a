namespace MediaPlatform.Data.Blobs;

/// <summary>One Azure storage account.</summary>
public sealed class AzureAccountOptions
{
    /// <summary>Connection string with the first account key; secret.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The second account key (base64); secret. The first is used for both when empty.</summary>
    public string? SecondaryKey { get; set; }
}
