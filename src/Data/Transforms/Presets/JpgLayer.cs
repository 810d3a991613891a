namespace MediaPlatform.Data.Transforms.Presets;

/// <summary>One JPEG size.</summary>
public sealed record JpgLayer : Layer
{
    /// <summary>0 to 100; 70 when absent.</summary>
    public int? Quality { get; init; }
}
