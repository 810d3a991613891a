namespace MediaPlatform.Data.ContentKeys;

/// <summary>A PlayReady licence.</summary>
public sealed record ContentKeyPolicyPlayReadyConfiguration : ContentKeyPolicyConfiguration
{
    /// <summary>The licences of one answer.</summary>
    public IReadOnlyList<ContentKeyPolicyPlayReadyLicense>? Licenses { get; init; }

    /// <summary>Custom data of the answer.</summary>
    public string? ResponseCustomData { get; init; }
}
