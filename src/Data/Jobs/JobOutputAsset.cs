namespace MediaPlatform.Data.Jobs;

/// <summary>An output that is written to an asset.</summary>
public sealed record JobOutputAsset : JobOutputDefinition
{
    /// <summary>Name of the asset.</summary>
    public string AssetName { get; init; } = "";
}
