namespace MediaPlatform.KeyDelivery.FairPlay;

/// <summary>What the operator brings for FairPlay licences.</summary>
public sealed class FairPlayOptions
{
    public const string Section = "FairPlay";

    /// <summary>Path of the assembly with the operator's D function.</summary>
    public string? KeyDerivationAssembly { get; set; }
}
