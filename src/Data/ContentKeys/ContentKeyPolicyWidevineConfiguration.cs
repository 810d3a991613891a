namespace MediaPlatform.Data.ContentKeys;

/// <summary>A Widevine licence.</summary>
public sealed record ContentKeyPolicyWidevineConfiguration : ContentKeyPolicyConfiguration
{
    /// <summary>JSON text of the licence template; {} for the defaults of the licence server.</summary>
    public string? WidevineTemplate { get; init; }
}
