using MediaPlatform.Data.Catalog;

namespace MediaPlatform.Data.Streaming;

/// <summary>A published asset. Its Id is the streamingLocatorId, the first segment of every streaming URL.</summary>
public sealed class StreamingLocator : NamedResource
{
    public Guid AssetId { get; set; }

    /// <summary>The asset's name as the caller gave it.</summary>
    public string AssetName { get; set; } = "";

    public string StreamingPolicyName
    {
        get;
        set
        {
            field = value;
            StreamingPolicyKey = KeyOf(value);
        }
    } = "";

    public string StreamingPolicyKey { get; private set; } = "";

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    public string? AlternativeMediaId { get; set; }

    public string? DefaultContentKeyPolicyName { get; set; }

    /// <summary>Names of account or asset filters that always apply.</summary>
    public IReadOnlyList<string> Filters { get; set; } = [];

    public List<LocatorContentKey> ContentKeys { get; set; } = [];
}
