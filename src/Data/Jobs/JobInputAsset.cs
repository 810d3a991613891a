namespace MediaPlatform.Data.Jobs;

/// <summary>Files of an asset.</summary>
public sealed record JobInputAsset : JobInputClip
{
    /// <summary>Name of the asset.</summary>
    public string AssetName { get; init; } = "";
}
