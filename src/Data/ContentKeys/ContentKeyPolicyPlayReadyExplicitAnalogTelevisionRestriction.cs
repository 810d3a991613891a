namespace MediaPlatform.Data.ContentKeys;

/// <summary>Restriction of analogue television outputs.</summary>
public sealed record ContentKeyPolicyPlayReadyExplicitAnalogTelevisionRestriction
{
    /// <summary>Whether it holds only where the device can do it; required.</summary>
    public bool? BestEffort { get; init; }

    /// <summary>Control bits, 0 to 3; required.</summary>
    public int? ConfigurationData { get; init; }
}
