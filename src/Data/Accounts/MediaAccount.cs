using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Accounts;

/// <summary>A media services account. Its Id is the mediaServiceId; its name is unique in the whole catalog.</summary>
public sealed class MediaAccount : NamedResource
{
    public string SubscriptionId
    {
        get;
        set
        {
            field = value;
            SubscriptionKey = KeyOf(value);
        }
    } = "";

    public string ResourceGroup
    {
        get;
        set
        {
            field = value;
            ResourceGroupKey = KeyOf(value);
        }
    } = "";

    /// <summary>ARM id, in the letter case of the creation.</summary>
    public string ResourceId => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/Microsoft.Media/mediaservices/{Name}";

    public string SubscriptionKey { get; private set; } = "";

    public string ResourceGroupKey { get; private set; } = "";

    public string Location { get; set; } = "";

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    public IReadOnlyList<AttachedStorageAccount> StorageAccounts { get; set; } = [];

    /// <summary>Members of the contract that nothing but the account operations reads, as the JSON object of the API.</summary>
    public string PropertiesJson { get; set; } = "{}";
}
